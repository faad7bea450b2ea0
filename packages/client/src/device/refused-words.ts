import type { DrawerEntry } from "./drawer-entry.ts";
import type { Here, Refusal } from "./nowhere-else.ts";

/** Fetches what puts something into the drawer, so that it is there when nothing can be fetched any more. */
export const loadRefusedWords = () => import("./nowhere-else.ts");

export interface RefusedWordsOptions extends Here {
  /** What is to be kept, as of now. */
  entry(): DrawerEntry;
  /** `isKept` may have changed. */
  onChange(): void;
  /** How long after a failure it is tried again. */
  readonly retryMs: number;
}

/**
 * What one session could not send, on its way into the drawer, again whenever more is written; and of a document that may be
 * nowhere else all that is here. It never throws.
 */
export class RefusedWords {
  readonly #options: RefusedWordsOptions;
  #written = 0;
  #durable = 0;
  /** The refusal that may mean that the document is nowhere else. */
  #doubt: Refusal | undefined;
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

  /** Nothing that is here waits for the server, which has refused it all the same. */
  look(refusal: Refusal): void {
    this.#doubt = refusal;
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
      // Fetched when it is needed: most sessions are never refused.
      const { isNowhereElse, putIntoDrawer } = await loadRefusedWords();
      while (this.#doubt !== undefined || this.#durable < this.#written) {
        const doubt = this.#doubt;
        if (doubt !== undefined) {
          if (await isNowhereElse(this.#options, doubt)) this.#written++;
          if (this.#doubt === doubt) this.#doubt = undefined;
          continue;
        }
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
