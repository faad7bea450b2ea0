import type { DocumentId, DocumentSummary, LibraryEvent } from "@quire/protocol";
import type { News } from "./gate/doc-index.ts";
import type { Workshop } from "./materialise/jobs.ts";
import { type Packed, packedOf } from "./materialise/packed.ts";
import type { DocumentRecord } from "./store/document-record.ts";
import type { Store } from "./store/store.ts";
import type { Room } from "./sync/room.ts";

/** How soon the list shows a new title, how often a text that is being written, and how news are gathered. */
const titleMs = 200;
const textMs = 5_000;
const tickMs = 100;

/** Reading a text costs as much as a hundred keys in it: where hundreds are written in at once, lists follow more slowly. */
const readsATick = 2;

export interface SummariesOptions {
  readonly store: Store;
  readonly workshop: Workshop;
  readonly findRoom: (id: DocumentId) => Room | undefined;
  readonly onError: (error: unknown) => void;
}

/** Keeps what lists show of a document true while people write in it, and tells who listens. */
export class Summaries {
  readonly #options: SummariesOptions;
  readonly #listeners = new Set<(event: LibraryEvent) => void>();
  /** When a room's text is to be read again, soon where its title changed, or in its turn. */
  readonly #soon = new Map<Room, number>();
  readonly #due = new Map<Room, number>();
  readonly #announced = new Set<DocumentId>();
  #timer: NodeJS.Timeout | undefined;
  #isClosed = false;

  constructor(options: SummariesOptions) {
    this.#options = options;
  }

  subscribe(listener: (event: LibraryEvent) => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  of(record: DocumentRecord): DocumentSummary {
    const { id, title, excerpt: words, parentId, createdAt, updatedAt } = record;
    return {
      id,
      title,
      excerpt: words,
      parentId,
      createdAt,
      updatedAt,
      people: this.#options.findRoom(id)?.people ?? [],
    };
  }

  /** The room's text changed: read it soon if the title did, else in a while. */
  changed(room: Room, news: News): void {
    const isDue = this.#soon.has(room) || this.#due.has(room);
    if (isDue && !news.touchesTitle) return;
    const now = performance.now();
    if (!news.touchesTitle) this.#due.set(room, now + textMs);
    else if (!this.#soon.has(room)) this.#soon.set(room, now + titleMs);
    this.#tick();
  }

  /** Somebody came or went; when the last one went, the text is read now. */
  peopleChanged(room: Room): void {
    if (room.isEmpty && this.#due.has(room)) this.#soon.set(room, 0);
    this.announce(room.id);
  }

  /** Tells listeners what the record says now, once for all that happens within a moment. */
  announce(id: DocumentId): void {
    this.#announced.add(id);
    this.#tick();
  }

  tell(event: LibraryEvent): void {
    for (const listener of this.#listeners) listener(event);
  }

  /** Reads the documents whose logs have news that their records do not tell of, one after the other. */
  async readLeft(ids: readonly DocumentId[]): Promise<void> {
    for (const id of ids) {
      if (this.#isClosed) return;
      await this.#read(id);
    }
  }

  /** What is still due stays marked as unread: the next process reads it. */
  close(): void {
    this.#isClosed = true;
    clearTimeout(this.#timer);
    this.#listeners.clear();
    this.#soon.clear();
    this.#due.clear();
  }

  #tick(): void {
    // What is read while the store closes ends the process.
    if (this.#timer !== undefined || this.#isClosed) return;
    this.#timer = setTimeout(() => {
      this.#timer = undefined;
      this.#refresh(performance.now());
      const ids = [...this.#announced];
      this.#announced.clear();
      for (const id of ids) this.#tell(id);
      if (this.#soon.size + this.#due.size > 0) this.#tick();
    }, tickMs);
    this.#timer.unref();
  }

  #tell(id: DocumentId): void {
    const record = this.#options.store.records.find(id);
    if (record !== undefined && record.deletedAt === null)
      this.tell({ type: "document", document: this.of(record) });
  }

  #refresh(now: number): void {
    const due = [...this.#soon, ...this.#due].filter(([, at]) => at <= now);
    const rooms = new Set(due.map(([room]) => room));
    for (const room of [...rooms].slice(0, readsATick)) {
      this.#soon.delete(room);
      this.#due.delete(room);
      void this.#read(room.id);
    }
  }

  /** Reads the text, and writes what lists show of it. The text itself is written already: nothing is lost where this fails. */
  async #read(id: DocumentId): Promise<void> {
    const { store, workshop, findRoom, onError } = this.#options;
    try {
      if (store.records.find(id) === undefined) return;
      const { seq, state, log } = findRoom(id)?.packed ?? stored(store, id);
      const { title, excerpt, changedAt = Date.now() } = await workshop.do("summarise", { state, log });
      if (this.#isClosed) return;
      const record = store.records.find(id);
      if (record === undefined) return;
      const schema = Math.max(record.schema, findRoom(id)?.schema ?? 0);
      const updatedAt = Math.max(record.updatedAt, changedAt);
      const written = store.summarise({ ...record, title, excerpt, updatedAt, schema }, seq);
      this.announce(id);
      await written;
    } catch (error) {
      if (!this.#isClosed) onError(error);
    }
  }
}

function stored(store: Store, id: DocumentId): Packed & { readonly seq: number } {
  const document = store.load(id);
  return { ...packedOf(document), seq: document.seq };
}
