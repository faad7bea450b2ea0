import type { DocumentId, DocumentSummary, LibraryEvent } from "@quire/protocol";
import { excerpt, readDocument, readTitle } from "@quire/schema";
import type { News } from "./gate/doc-index.ts";
import { materialise } from "./materialise/materialise.ts";
import type { DocumentRecord } from "./store/document-record.ts";
import type { DocumentRecords } from "./store/document-records.ts";
import type { Room } from "./sync/room.ts";

/** How soon the list shows a new title, how often a text that is being written, and how news are gathered. */
const titleMs = 200;
const textMs = 5_000;
const tickMs = 100;

/** Keeps what lists show of a document true while people write in it, and tells who listens. */
export class Summaries {
  readonly #records: DocumentRecords;
  readonly #findRoom: (id: DocumentId) => Room | undefined;
  readonly #onError: (error: unknown) => void;
  readonly #listeners = new Set<(event: LibraryEvent) => void>();
  /** When a room's text is to be read again. */
  readonly #due = new Map<Room, number>();
  readonly #announced = new Set<DocumentId>();
  #timer: NodeJS.Timeout | undefined;

  constructor(
    records: DocumentRecords,
    findRoom: (id: DocumentId) => Room | undefined,
    onError: (error: unknown) => void,
  ) {
    this.#records = records;
    this.#findRoom = findRoom;
    this.#onError = onError;
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
      people: this.#findRoom(id)?.people ?? [],
    };
  }

  /** The room's text changed: read it soon if the title did, else in a while. */
  changed(room: Room, news: News): void {
    const at = performance.now() + (news.touchesTitle ? titleMs : textMs);
    this.#due.set(room, Math.min(at, this.#due.get(room) ?? Number.POSITIVE_INFINITY));
    this.#tick();
  }

  /** Somebody came or went; when the last one went, the text is read now. */
  peopleChanged(room: Room): void {
    if (room.isEmpty && this.#due.has(room)) this.#due.set(room, 0);
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

  /** Reads what is still due, for the last time. */
  close(): void {
    clearTimeout(this.#timer);
    this.#listeners.clear();
    this.#refresh(Number.POSITIVE_INFINITY);
  }

  #tick(): void {
    if (this.#timer !== undefined) return;
    this.#timer = setTimeout(() => {
      this.#timer = undefined;
      this.#refresh(performance.now());
      const ids = [...this.#announced];
      this.#announced.clear();
      for (const id of ids) this.#tell(id);
      if (this.#due.size > 0) this.#tick();
    }, tickMs);
    this.#timer.unref();
  }

  #tell(id: DocumentId): void {
    const record = this.#records.find(id);
    if (record !== undefined && record.deletedAt === null)
      this.tell({ type: "document", document: this.of(record) });
  }

  #refresh(now: number): void {
    for (const [room, at] of this.#due) {
      if (at > now) continue;
      this.#due.delete(room);
      try {
        this.#read(room);
      } catch (error) {
        this.#onError(error);
      }
    }
  }

  #read(room: Room): void {
    const record = this.#records.find(room.id);
    if (record === undefined) return;
    const ydoc = materialise(room.held);
    const title = readTitle(ydoc);
    const words = excerpt(readDocument(ydoc));
    ydoc.destroy();
    // The text is written already; this follows it, and a store that fails tries again by itself.
    this.#records
      .put({ ...record, title, excerpt: words, updatedAt: Date.now(), schema: room.schema })
      .catch(this.#onError);
    this.#announced.add(room.id);
  }
}
