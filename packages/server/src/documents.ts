import { randomBytes } from "node:crypto";
import {
  CloseCode,
  type ContentFormat,
  type CreateDocument,
  type DocumentId,
  type DocumentList,
  type DocumentSummary,
  type LibraryEvent,
  type Person,
} from "@quire/protocol";
import { Arrivals } from "./arrivals.ts";
import { fail } from "./errors.ts";
import type { News } from "./gate/doc-index.ts";
import { packedOf } from "./materialise/packed.ts";
import { Workers } from "./materialise/workers.ts";
import type { Counts } from "./metrics/counts.ts";
import type { DocumentRecord } from "./store/document-record.ts";
import type { Culprit } from "./store/fold-writes.ts";
import type { Store } from "./store/store.ts";
import { Summaries } from "./summaries.ts";
import { Heart } from "./sync/heart.ts";
import type { Member } from "./sync/member.ts";
import type { Room, RoomListener } from "./sync/room.ts";
import { Rooms } from "./sync/rooms.ts";
import { Tally } from "./sync/tally.ts";
import { busyLimits, Turns } from "./sync/turns.ts";

/** What a person's connections can be told. */
export interface Renamable {
  readonly person: Person;
  rename(person: Person): void;
}

/** A document's text in some format, and the title that lists show. */
export interface DocumentContent {
  readonly title: string;
  readonly text: string;
}

export interface DocumentsOptions {
  readonly store: Store;
  readonly roomGraceMs: number;
  readonly pingMs: number;
  readonly openRooms: boolean;
  readonly onError: (error: unknown, what: string) => void;
}

/** The documents of one server: the store, the rooms that are open on it, and what lists show. */
export class Documents implements RoomListener {
  readonly turns: Turns;
  readonly rooms: Rooms;
  readonly heart: Heart;
  /** Those who are about to come into a room. */
  readonly arrivals = new Arrivals();
  /** The open connections, for a person's new name. */
  readonly connections = new Set<Renamable>();
  /** Connections in rooms by person, and sockets by address. */
  readonly connectionsOf = new Tally();
  readonly socketsFrom = new Tally();
  readonly #store: Store;
  readonly #summaries: Summaries;
  readonly #workers = new Workers();
  /** Documents on their way to the disk: their ids are taken, and nobody opens them before their text can be read. */
  readonly #creating = new Set<DocumentId>();
  readonly #options: DocumentsOptions;

  constructor(options: DocumentsOptions) {
    this.#options = options;
    this.#store = options.store;
    // Four beats a ping: no line is looked after more than a quarter late.
    this.heart = new Heart(Math.max(10, options.pingMs / 4));
    this.turns = new Turns((error) => options.onError(error, "a turn failed"), busyLimits);
    this.heart.add(this.#workers);
    this.rooms = new Rooms({
      store: options.store,
      turns: this.turns,
      listener: this,
      materialiser: { workshop: this.#workers, counts: this.turns.counts, onQuarantined: this.#quarantined },
      now: Date.now,
      graceMs: options.roomGraceMs,
    });
    this.#summaries = new Summaries({
      store: options.store,
      workshop: this.#workers,
      findRoom: (id) => this.rooms.find(id),
      onError: (error) => options.onError(error, "a document's summary was not written"),
    });
  }

  get isReady(): boolean {
    return this.#store.failure === undefined;
  }

  get counts(): Counts {
    return this.turns.counts;
  }

  get roomCount(): number {
    return this.rooms.size;
  }

  /** The document's room, loaded if need be; "deleted" or undefined where there is none. Throws if it cannot be loaded. */
  openRoom(id: DocumentId): Room | "deleted" | undefined {
    const record = this.#find(id);
    if (record === undefined) {
      if (this.#creating.has(id)) return undefined;
      return this.#options.openRooms ? this.rooms.open(id, { isGated: false, schema: 0 }) : undefined;
    }
    if (record.deletedAt !== null) return "deleted";
    return this.rooms.open(id, { isGated: true, schema: record.schema });
  }

  list({ limit, cursor }: { readonly limit: number; readonly cursor?: string }): DocumentList {
    const documents: DocumentSummary[] = [];
    let next: string | null = null;
    for (const record of this.#store.records.newest(parseCursor(cursor))) {
      if (documents.length === limit) {
        const last = documents[limit - 1];
        if (last !== undefined) next = `${last.updatedAt}~${last.id}`;
        break;
      }
      documents.push(this.#summaries.of(record));
    }
    return { documents, next };
  }

  get(id: DocumentId): DocumentSummary {
    return this.#summaries.of(this.#existing(id));
  }

  async create(body: CreateDocument, person: Person): Promise<DocumentSummary> {
    const id = (body.id ?? randomBytes(16).toString("base64url")) as DocumentId;
    const { update, title, excerpt: words, schema } = await this.#workers.create(body);
    this.#checkStore();
    const parentId = (body.parentId ?? null) as DocumentId | null;
    if (parentId !== null && this.#find(parentId)?.deletedAt !== null)
      throw fail("QUIRE_ERR_PARENT_NOT_FOUND", { id: parentId });
    if (this.#isTaken(id)) throw fail("QUIRE_ERR_DOCUMENT_TAKEN", { id });
    const now = Date.now();
    const record: DocumentRecord = {
      id,
      title,
      excerpt: words,
      parentId,
      createdAt: now,
      createdBy: person.id,
      updatedAt: now,
      deletedAt: null,
      schema,
    };
    const entries = [{ personId: person.id, clientId: 0, update }];
    this.#creating.add(id);
    const created = this.#store.create(record, { time: now, entries }).then(() => {
      this.#creating.delete(id);
      this.#summaries.announce(id);
    });
    await this.#durable(created);
    return this.#summaries.of(record);
  }

  async rename(id: DocumentId, title: string, person: Person): Promise<DocumentSummary> {
    this.#checkStore();
    const { schema } = this.#existing(id);
    const { packed } = this.rooms.open(id, { isGated: true, schema });
    const renaming = await this.#workers.do("rename", { state: packed.state, log: packed.log, title });
    // Much may have happened meanwhile: it may be deleted, or its room let go.
    this.#checkStore();
    const record = this.#existing(id);
    const renamed = { ...record, title: renaming.title, updatedAt: Date.now() };
    const edited = this.rooms
      .open(id, { isGated: true, schema: record.schema })
      .edit(renaming.update, person);
    const listed = this.#store.records.put(renamed).then(() => this.#summaries.announce(id));
    await this.#durable(Promise.all([edited, listed]));
    return this.#summaries.of(renamed);
  }

  async delete(id: DocumentId, person: Person): Promise<void> {
    this.#checkStore();
    const record = { ...this.#existing(id), deletedAt: Date.now(), deletedBy: person.id };
    // Also when whoever asked was answered 503 meanwhile: the store does it when it can.
    const deleted = this.#store.records.put(record).then(() => {
      this.rooms.closeRoom(id, CloseCode.gone, "this document was deleted");
      this.#summaries.tell({ type: "deleted", id });
    });
    await this.#durable(deleted);
  }

  async restore(id: DocumentId): Promise<DocumentSummary> {
    this.#checkStore();
    const found = this.#find(id);
    if (found === undefined) throw fail("QUIRE_ERR_DOCUMENT_NOT_FOUND", { id });
    const { deletedBy: _, ...record } = found;
    const restored = { ...record, deletedAt: null };
    await this.#durable(this.#store.records.put(restored).then(() => this.#summaries.announce(id)));
    return this.#summaries.of(restored);
  }

  async content(id: DocumentId, format: ContentFormat): Promise<DocumentContent> {
    const { title } = this.#existing(id);
    const { state, log } = this.rooms.find(id)?.packed ?? packedOf(this.#store.load(id));
    return { title, text: await this.#workers.do("export", { state, log, format }) };
  }

  /** Reads what an earlier process had logged and not told lists of, one document after the other. */
  readUnread(): Promise<void> {
    return this.#summaries.readLeft(this.#store.unread.left());
  }

  renamePerson(person: Person): void {
    const rooms = new Set<Room>();
    for (const connection of this.connections)
      if (connection.person.id === person.id) connection.rename(person);
    for (const room of this.rooms.all()) if (room.people.some(({ id }) => id === person.id)) rooms.add(room);
    for (const room of rooms) this.#summaries.announce(room.id);
  }

  subscribe(listener: (event: LibraryEvent) => void): () => void {
    return this.#summaries.subscribe(listener);
  }

  async close(): Promise<void> {
    this.heart.close();
    this.rooms.close();
    this.#summaries.close();
    await this.#workers.close();
    await this.#store.close();
  }

  changed(room: Room, news: News): void {
    this.#summaries.changed(room, news);
  }

  peopleChanged(room: Room, { person }: Member, isHere: boolean): void {
    if (isHere) this.connectionsOf.add(person.id);
    else this.connectionsOf.remove(person.id);
    this.#summaries.peopleChanged(room);
  }

  foldFailed(room: Room, error: unknown): void {
    this.#options.onError(error, `the log of ${room.id} could not be folded`);
  }

  readonly #quarantined = (id: DocumentId, culprits: readonly Culprit[]): void => {
    for (const { seq, error } of culprits)
      this.#options.onError(
        new Error(error),
        `an update in record ${seq} of ${id} cannot be applied: it is kept aside`,
      );
  };

  /** The record of a document whose text can be read, also of a deleted one. */
  #find(id: DocumentId): DocumentRecord | undefined {
    return this.#creating.has(id) ? undefined : this.#store.records.find(id);
  }

  #isTaken(id: DocumentId): boolean {
    return (
      this.#store.records.find(id) !== undefined || this.rooms.find(id) !== undefined || this.#store.has(id)
    );
  }

  #existing(id: DocumentId): DocumentRecord {
    const record = this.#find(id);
    if (record === undefined) throw fail("QUIRE_ERR_DOCUMENT_NOT_FOUND", { id });
    if (record.deletedAt !== null) throw fail("QUIRE_ERR_DOCUMENT_DELETED", { id });
    return record;
  }

  #checkStore(): void {
    const { failure } = this.#store;
    if (failure !== undefined) throw fail("QUIRE_ERR_STORE_FAILED", {}, { cause: failure });
  }

  /** Waits for the disk; a store that begins to fail meanwhile is an answer too. */
  async #durable<T>(written: Promise<T>): Promise<T> {
    const failed = Promise.withResolvers<never>();
    const unsubscribe = this.#store.subscribe((failure) => {
      if (failure !== undefined) failed.reject(fail("QUIRE_ERR_STORE_FAILED", {}, { cause: failure }));
    });
    try {
      return await Promise.race([written, failed.promise]);
    } finally {
      unsubscribe();
    }
  }
}

function parseCursor(cursor: string | undefined): { updatedAt: number; id: string } | undefined {
  if (cursor === undefined) return undefined;
  const [updatedAt, id] = cursor.split("~");
  if (id === undefined || !/^\d{1,16}$/.test(updatedAt ?? "")) {
    throw fail("QUIRE_ERR_BAD_REQUEST", {
      problem: `cursor is ${JSON.stringify(cursor)}; take it from "next" of the page before`,
    });
  }
  return { updatedAt: Number(updatedAt), id };
}
