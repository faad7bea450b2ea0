import type { DrawerEntry } from "./drawer-entry.ts";
import type { Here, Refusal } from "./nowhere-else.ts";

/** Fetches what puts something into the drawer, so that it is there when nothing can be fetched any more. */
export const loadRefusedWords = () => import("./nowhere-else.ts");

export interface RefusedWordsOptions extends Here {
  /** What is to be kept under that name, as of now. */
  entry(name: string): DrawerEntry;
  /** `isKept` may have changed. */
  onChange(): void;
  /** How long after a failure it is tried again. */
  readonly retryMs: number;
}

/**
 * What one session could not send, on its way into the drawer, again whenever more is written; and of a document that may be
 * nowhere else all that is here. It never throws. Where nothing may be kept it only tells whether there is anything.
 */
export class RefusedWords {
  readonly #options: RefusedWordsOptions;
  #written = 0;
  #durable = 0;
  /** The refusal that may mean that the document is nowhere else. */
  #doubt: Refusal | undefined;
  #putting: Promise<void> | undefined;
  #retry: ReturnType<typeof setTimeout> | undefined;
  /** The drawer was told, or is being told, that the server has what it had refused. */
  #isNoted = false;
  #isClosed = false;

  constructor(options: RefusedWordsOptions) {
    this.#options = options;
  }

  /** All of it is durably in the drawer. */
  get isKept(): boolean {
    return this.#durable > 0 && this.#durable === this.#written;
  }

  /** There is something for the drawer; undefined until that is known. */
  get isNeeded(): boolean | undefined {
    return this.#written > 0 || (this.#doubt === undefined ? false : undefined);
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

  /** The server has all that is here, and so what it may have refused before: the drawer is told, once, if it has it then. */
  saved(isSaved: () => boolean): void {
    const { place, ydoc } = this.#options;
    if (place === undefined || this.#isNoted) return;
    this.#isNoted = true;
    void loadRefusedWords()
      .then(({ noteArrived }) => noteArrived(place, { ydoc, isSaved }))
      .catch(() => false)
      .then((isDone) => {
        // Else the next time that all is saved tries again.
        this.#isNoted = isDone;
      });
  }

  /** Waits for what is on its way, and tries once more to write what could not be written. */
  async close(): Promise<void> {
    await this.#putting;
    clearTimeout(this.#retry);
    this.#retry = undefined;
    this.#put();
    this.#isClosed = true;
    await this.#putting;
  }

  #put(): void {
    if (!this.#hasWork() || this.#putting !== undefined || this.#retry !== undefined || this.#isClosed)
      return;
    this.#putting = this.#putAll().finally(() => {
      this.#putting = undefined;
      this.#options.onChange();
    });
  }

  async #putAll(): Promise<void> {
    const { place, entry } = this.#options;
    try {
      // Fetched when it is needed: most sessions are never refused.
      const { isNowhereElse, putIntoDrawer } = await loadRefusedWords();
      while (this.#hasWork()) {
        const doubt = this.#doubt;
        if (doubt !== undefined) {
          if (await isNowhereElse(this.#options, doubt)) this.#written++;
          if (this.#doubt === doubt) this.#doubt = undefined;
          continue;
        }
        if (place === undefined) return;
        const written = this.#written;
        await putIntoDrawer(place.indexedDB, entry(place.name), place.database);
        this.#durable = written;
      }
    } catch {
      this.#pause();
    }
  }

  #hasWork(): boolean {
    return this.#doubt !== undefined || this.#durable < this.#written;
  }

  #pause(): void {
    if (this.#isClosed) return;
    this.#retry = setTimeout(() => {
      this.#retry = undefined;
      this.#put();
    }, this.#options.retryMs);
  }
}
