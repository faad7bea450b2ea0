import type { DocumentList, DocumentSummary, LibraryEvent } from "@quire/protocol";

/** What the library page shows. Replaced when something changed, never mutated. */
export interface LibraryState {
  /** Nothing was read yet, the list is here, or there is none and `error` says why. */
  readonly phase: "loading" | "ready" | "failed";
  /** Newest first, as far as it was read. */
  readonly documents: readonly DocumentSummary[];
  /** Those that somebody has open, also further down than the list was read. None where the server does not answer. */
  readonly open: readonly DocumentSummary[];
  readonly hasMore: boolean;
  readonly isReadingMore: boolean;
  /** Why the newest reading failed; undefined once one works. */
  readonly error: unknown;
  /** Whose list it is: as the server answered, or as this device last saw it. */
  readonly source: "server" | "device";
  /** The documents whose text is on this device; null while that is not known. */
  readonly here: ReadonlySet<string> | null;
}

/** Shows of documents what is not at the server yet. */
export type Arrange = (documents: readonly DocumentSummary[]) => readonly DocumentSummary[];

/** Reads a page of the list. */
export type ListDocuments = (page: {
  readonly limit: number;
  readonly cursor?: string;
}) => Promise<DocumentList>;

/** Documents of a page of the list. */
const pageSize = 100;
/** The most that the server gives at once. */
const largestPage = 200;

/** The list of documents, read in pages and kept live by events. */
export class LibraryStore {
  readonly #list: ListDocuments;
  readonly #known = new Map<string, DocumentSummary>();
  readonly #listeners = new Set<() => void>();
  #read: readonly DocumentSummary[] | undefined;
  /** The oldest document read: what is older is not on the page yet. Undefined: all is. */
  #horizon: DocumentSummary | undefined;
  #next: string | null = null;
  /** Events that came while a page was on its way: they are newer than it. */
  #late: LibraryEvent[] | undefined;
  /** Readings follow one another. */
  #reading: Promise<void> = Promise.resolve();
  #waiting: Promise<void> | undefined;
  #arrange: Arrange = (documents) => documents;
  #state: LibraryState = {
    phase: "loading",
    documents: [],
    open: [],
    hasMore: false,
    isReadingMore: false,
    error: undefined,
    source: "server",
    here: null,
  };

  constructor(list: ListDocuments) {
    this.#list = list;
  }

  readonly getSnapshot = (): LibraryState => this.#state;

  /** What is known of documents, without what is not at the server yet. */
  get known(): readonly DocumentSummary[] {
    return [...this.#known.values()].sort(newestFirst);
  }

  /** What the newest reading brought, as the server said it; undefined before the first. */
  get read(): readonly DocumentSummary[] | undefined {
    return this.#read;
  }

  readonly subscribe = (listener: () => void): (() => void) => {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  };

  /** Reads again as far as was read before. Asked for twice while one waits, it is done once. */
  refresh(): Promise<void> {
    this.#waiting ??= this.#enqueue(async () => {
      this.#waiting = undefined;
      await this.#readAgain();
    });
    return this.#waiting;
  }

  /** Reads the page after. */
  showMore(): Promise<void> {
    if (this.#next === null || this.#state.isReadingMore) return Promise.resolve();
    this.#publish({ isReadingMore: true });
    return this.#enqueue(() => this.#readNext());
  }

  /** Takes in what the library's stream says. */
  apply(event: LibraryEvent): void {
    switch (event.type) {
      case "ready":
        void this.refresh();
        return;
      case "document":
      case "deleted":
        this.#late?.push(event);
        this.#take(event);
        this.#publish({});
        return;
      default:
        event satisfies never;
    }
  }

  /** Shows a document as a request of this page just answered it. */
  put(document: DocumentSummary): void {
    this.apply({ type: "document", document });
  }

  /** Takes a document off the page. Gives back what was shown of it. */
  remove(id: string): DocumentSummary | undefined {
    const document = this.#known.get(id);
    this.apply({ type: "deleted", id });
    return document;
  }

  /** Shows the list as this device last saw it, where the server has not answered. */
  fill(documents: readonly DocumentSummary[]): void {
    if (this.#state.phase === "ready") return;
    const newer = [...this.#known.values()];
    this.#add([...documents, ...newer], null);
    this.#publish({ phase: "ready", source: "device" });
  }

  /** From now on the page shows documents so. */
  arrange(arrange: Arrange): void {
    this.#arrange = arrange;
    this.#publish({});
  }

  /** Tells which documents have their text on this device. */
  setHere(here: ReadonlySet<string>): void {
    this.#publish({ here });
  }

  async #readAgain(): Promise<void> {
    const wanted = Math.max(pageSize, this.#state.documents.length);
    const read: DocumentSummary[] = [];
    let next: string | null = null;
    do {
      const limit = Math.min(largestPage, wanted - read.length);
      const page: DocumentList = await this.#list(next === null ? { limit } : { limit, cursor: next });
      read.push(...page.documents);
      next = page.next;
    } while (next !== null && read.length < wanted);
    this.#known.clear();
    this.#read = read;
    this.#add(read, next);
  }

  async #readNext(): Promise<void> {
    if (this.#next === null) return;
    const { documents, next } = await this.#list({ limit: pageSize, cursor: this.#next });
    this.#read = documents;
    this.#add(documents, next);
  }

  #add(documents: readonly DocumentSummary[], next: string | null): void {
    for (const document of documents) this.#known.set(document.id, document);
    this.#next = next;
    this.#horizon = next === null ? undefined : documents.at(-1);
  }

  #enqueue(read: () => Promise<void>): Promise<void> {
    this.#reading = this.#reading.then(async () => {
      this.#late = [];
      try {
        await read();
        for (const event of this.#late) this.#take(event);
        this.#publish({ phase: "ready", isReadingMore: false, error: undefined, source: "server" });
      } catch (error) {
        const phase = this.#state.phase === "ready" ? "ready" : "failed";
        this.#publish({ phase, isReadingMore: false, error });
      } finally {
        this.#late = undefined;
      }
    });
    return this.#reading;
  }

  #take(event: LibraryEvent): void {
    if (event.type === "document") this.#known.set(event.document.id, event.document);
    else if (event.type === "deleted") this.#known.delete(event.id);
  }

  #publish(change: Partial<LibraryState>): void {
    const state = { ...this.#state, ...change };
    const isAnswered = state.error === undefined && state.source === "server";
    const arranged = this.#arrange(this.known);
    const known = (isAnswered ? [...arranged] : arranged.map(withoutPeople)).sort(newestFirst);
    const horizon = this.#horizon;
    this.#state = {
      ...state,
      documents:
        horizon === undefined ? known : known.filter((document) => newestFirst(document, horizon) <= 0),
      open: known.filter(({ people }) => people.length > 0),
      hasMore: this.#next !== null,
    };
    for (const listener of this.#listeners) listener();
  }
}

/** Who is in a document nobody knows while the server does not answer. */
function withoutPeople(document: DocumentSummary): DocumentSummary {
  return document.people.length === 0 ? document : { ...document, people: [] };
}

function newestFirst(one: DocumentSummary, other: DocumentSummary): number {
  return other.updatedAt - one.updatedAt || (one.id < other.id ? -1 : one.id > other.id ? 1 : 0);
}

/** Where the pages' one list is, and what it is read from. */
interface LibraryPlace {
  readonly late: { library?: LibraryStore };
  readonly api: { readonly listDocuments: ListDocuments };
}

/** The pages' one list. Whoever only writes has no code for it: it is made when it is first asked for. */
export function libraryOf({ late, api }: LibraryPlace): LibraryStore {
  late.library ??= new LibraryStore(api.listDocuments);
  return late.library;
}
