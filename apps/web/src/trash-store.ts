import type { DeletedDocument, Trash } from "@quire/protocol";

/** What the trash shows. Replaced when something changed, never mutated. */
export interface TrashState {
  readonly phase: "loading" | "ready" | "failed";
  /** The last deleted first, as far as it was read. */
  readonly documents: readonly DeletedDocument[];
  readonly next: string | null;
  readonly isReadingMore: boolean;
  /** Why the newest reading failed; undefined once one works. */
  readonly error: unknown;
}

/** Reads a page of the trash. */
export type ReadTrash = (cursor: string | null) => Promise<Trash>;

/** What was deleted, read in pages. What is brought back leaves it at once. */
export class TrashStore {
  readonly #read: ReadTrash;
  readonly #listeners = new Set<() => void>();
  /** Brought back while a page was on its way, which may still have it. */
  readonly #restored = new Set<string>();
  #state: TrashState = {
    phase: "loading",
    documents: [],
    next: null,
    isReadingMore: false,
    error: undefined,
  };

  constructor(read: ReadTrash) {
    this.#read = read;
  }

  readonly getSnapshot = (): TrashState => this.#state;

  readonly subscribe = (listener: () => void): (() => void) => {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  };

  /** Reads the first page, or the one after those that are here. One at a time. */
  async readMore(): Promise<void> {
    if (this.#state.isReadingMore) return;
    const { documents, next } = this.#state;
    this.#become({ isReadingMore: true, ...(documents.length === 0 && { phase: "loading" as const }) });
    try {
      const page = await this.#read(next);
      const all = [...documents, ...page.documents].filter(({ id }) => !this.#restored.has(id));
      this.#become({
        phase: "ready",
        documents: all,
        next: page.next,
        isReadingMore: false,
        error: undefined,
      });
    } catch (error) {
      this.#become({ phase: documents.length === 0 ? "failed" : "ready", isReadingMore: false, error });
    }
  }

  /** It is back where it was. */
  leave(id: string): void {
    this.#restored.add(id);
    this.#become({ documents: this.#state.documents.filter((each) => each.id !== id) });
  }

  #become(change: Partial<TrashState>): void {
    this.#state = { ...this.#state, ...change };
    for (const listener of this.#listeners) listener();
  }
}
