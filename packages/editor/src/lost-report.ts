import type { Node } from "prosemirror-model";

/** Words of this person's that somebody else removed. */
export interface LostWords {
  /** What they read as. */
  readonly text: string;
  /** A block of their kind that holds them, with their marks; null where there is none. */
  readonly block: Node | null;
  /** The block that they stood in, where it had an id. */
  readonly blockId: string | undefined;
  /** The Yjs client that removed them, where that is known. */
  readonly deletedBy: number | undefined;
}

/** Collects what one change of somebody else took, and tells of it once: of a block as a whole, not also of words in it. */
export class LostReport {
  readonly #tell: (lost: readonly LostWords[]) => void;
  #words: LostWords[] = [];
  #blocks: LostWords[] = [];

  constructor(tell: (lost: readonly LostWords[]) => void) {
    this.#tell = tell;
  }

  /** Words that went with a block, of which nobody else had heard yet. */
  addWords(lost: LostWords): void {
    this.#soon();
    this.#words.push(lost);
  }

  /** A block that was being written in. */
  addBlock(removed: LostWords): void {
    this.#soon();
    this.#blocks.push(removed);
  }

  #soon(): void {
    if (this.#words.length + this.#blocks.length === 0) queueMicrotask(() => this.#report());
  }

  #report(): void {
    const [words, blocks] = [this.#words, this.#blocks];
    [this.#words, this.#blocks] = [[], []];
    const others = words.filter(({ blockId }) => !blocks.some((block) => block.blockId === blockId));
    this.#tell([...blocks, ...others]);
  }
}
