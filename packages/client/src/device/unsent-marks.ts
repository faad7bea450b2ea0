/** What a batch says about marks. */
export interface MarkChange {
  readonly mark: IDBValidKey | undefined;
  readonly forgotten: readonly IDBValidKey[];
}

/**
 * The marks of edits that no server has acknowledged, as one tab knows them: its own, of which the newest stands for all
 * before it, and those of tabs whose edits it has too. Whoever's edits the server acknowledges may forget their mark.
 */
export class UnsentMarks {
  readonly #name: string;
  readonly #writer: number;
  #batches = 0;
  #own: IDBValidKey | undefined;
  /** Edits of mine are appended that no mark stands for. */
  #hasUnmarked = false;
  #standing: IDBValidKey[] = [];
  #forgotten: IDBValidKey[] = [];

  constructor(name: string, writer: number) {
    this.#name = name;
    this.#writer = writer;
  }

  /** Marks are to be taken away. */
  get hasForgotten(): boolean {
    return this.#forgotten.length > 0;
  }

  /** There is an edit of mine that was not marked. */
  add(): void {
    this.#hasUnmarked = true;
  }

  /** The server has all edits that marks stand for, or are to stand for. */
  acknowledge(): void {
    this.#hasUnmarked = false;
    this.#forgotten.push(...this.#standing);
    this.#standing = [];
  }

  /** Knows from now on which of others' edits wait. Says whether any do. */
  adopt(found: readonly IDBValidKey[]): boolean {
    const forgotten = new Set(this.#forgotten.map((mark) => JSON.stringify(mark)));
    const others = found.filter((mark) => !this.#isOwn(mark) && !forgotten.has(JSON.stringify(mark)));
    this.#standing = [...this.#standing.filter((mark) => this.#isOwn(mark)), ...others];
    return others.length > 0;
  }

  /** The mark for edits that no mark stands for yet, which takes the place of this writer's last one, and what may go. */
  take(): MarkChange {
    let mark: IDBValidKey | undefined;
    if (this.#hasUnmarked) {
      mark = [this.#name, this.#writer, ++this.#batches];
      if (this.#own !== undefined) this.#forgotten.push(this.#own);
      this.#standing = this.#standing.filter((key) => key !== this.#own).concat([mark]);
      this.#own = mark;
      this.#hasUnmarked = false;
    }
    const forgotten = this.#forgotten;
    this.#forgotten = [];
    return { mark, forgotten };
  }

  /** What was taken was not written. */
  putBack({ mark, forgotten }: MarkChange): void {
    this.#forgotten.push(...forgotten);
    if (mark !== undefined && this.#standing.includes(mark)) this.#hasUnmarked = true;
  }

  /** No mark stands in the database any more: those edits need another one. */
  lose(): void {
    if (this.#standing.length > 0) this.#hasUnmarked = true;
    this.#standing = [];
  }

  #isOwn(mark: IDBValidKey): boolean {
    return Array.isArray(mark) && mark[1] === this.#writer;
  }
}
