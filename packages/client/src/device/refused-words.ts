import { type DrawerEntry, putIntoDrawer } from "./drawer-entry.ts";

export interface RefusedWordsOptions {
  readonly indexedDB: IDBFactory;
  /** What is to be kept, as of now. */
  entry(): DrawerEntry;
  /** `isKept` may have changed. */
  onChange(): void;
  /** How long after a failure it is tried again. */
  readonly retryMs: number;
}

/** What one session could not send, on its way into the drawer; again whenever more is written. It never throws. */
export class RefusedWords {
  readonly #options: RefusedWordsOptions;
  #written = 0;
  #durable = 0;
  #putting: Promise<void> | undefined;
  #retry: ReturnType<typeof setTimeout> | undefined;
  #isClosed = false;

  constructor(options: RefusedWordsOptions) {
    this.#options = options;
  }

  /** All of it is durably in the drawer. */
  get isKept(): boolean {
    return this.#durable > 0 && this.#durable === this.#written;
  }

  /** There is something in the document that the server does not take. */
  add(): void {
    this.#written++;
    this.#put();
  }

  /** Waits for what is on its way. */
  async close(): Promise<void> {
    clearTimeout(this.#retry);
    this.#isClosed = true;
    await this.#putting;
  }

  #put(): void {
    if (this.#putting !== undefined || this.#retry !== undefined || this.#isClosed) return;
    this.#putting = this.#putAll().finally(() => {
      this.#putting = undefined;
      this.#options.onChange();
    });
  }

  async #putAll(): Promise<void> {
    const { indexedDB, entry, retryMs } = this.#options;
    try {
      while (this.#durable < this.#written) {
        const written = this.#written;
        await putIntoDrawer(indexedDB, entry());
        this.#durable = written;
      }
    } catch {
      this.#retry = setTimeout(() => {
        this.#retry = undefined;
        this.#put();
      }, retryMs);
    }
  }
}
