import {
  CloseCode,
  type ContentFormat,
  type CreateDocument,
  type DocumentId,
  type DocumentList,
  type DocumentSummary,
  type LibraryEvent,
  type Person,
  type ResetDocument,
  type Trash,
} from "@quire/protocol";
import type { NameOf } from "./access.ts";
import type { Around, Done } from "./action.ts";
import { Arrivals } from "./arrivals.ts";
import { fail } from "./errors.ts";
import type { News } from "./gate/doc-index.ts";
import { listPage, type Page } from "./list-page.ts";
import { packedOf } from "./materialise/packed.ts";
import type { PageText } from "./materialise/page.ts";
import { Workers } from "./materialise/workers.ts";
import type { Counts } from "./metrics/counts.ts";
import { type AroundMove, Places } from "./places.ts";
import { type PackedAt, PublishedPages } from "./published-pages.ts";
import { QuotaKeeper, type Quotas } from "./quotas.ts";
import { Renames } from "./renames.ts";
import { busyReason, goneReason, newDocumentId, Resets } from "./resets.ts";
import type { DocumentRecord } from "./store/document-record.ts";
import { checkStore, durable } from "./store/durable.ts";
import type { Culprit } from "./store/fold-writes.ts";
import type { Store } from "./store/store.ts";
import { Summaries } from "./summaries.ts";
import { Heart } from "./sync/heart.ts";
import type { Member } from "./sync/member.ts";
import type { Room, RoomListener } from "./sync/room.ts";
import { Rooms } from "./sync/rooms.ts";
import { Tally } from "./sync/tally.ts";
import { busyLimits, Turns } from "./sync/turns.ts";
import { deletedNow, type TrashPage, TrashPages } from "./trash.ts";

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

/** Why a document cannot be opened, as a close code says it. */
export interface NotOpened {
  readonly code: CloseCode;
  readonly reason: string;
}

export interface DocumentsOptions {
  readonly store: Store;
  readonly roomGraceMs: number;
  readonly pingMs: number;
  readonly openRooms: boolean;
  readonly quotas: Quotas;
  readonly nameOf?: NameOf | undefined;
  readonly onError: (error: unknown, what: string) => void;
}

/** The documents of one server: the store, the rooms that are open on it, and what lists show. */
export class Documents implements RoomListener {
  readonly turns: Turns;
  readonly rooms: Rooms;
  readonly heart: Heart;
  readonly quotas: QuotaKeeper;
  /** Those who are about to come into a room. */
  readonly arrivals = new Arrivals();
  /** The open connections, for a person's new name. */
  readonly connections = new Set<Renamable>();
  /** Connections in rooms by person, and sockets by address. */
  readonly connectionsOf = new Tally();
  readonly socketsFrom = new Tally();
  readonly #store: Store;
  readonly #summaries: Summaries;
  readonly #renames: Renames;
  readonly #resets: Resets;
  readonly #places: Places;
  readonly #trash: TrashPages;
  readonly #workers = new Workers();
  readonly #pages = new PublishedPages(this.#workers);
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
    const { usage, text } = options.store;
    this.quotas = new QuotaKeeper(options.quotas, { usage, text, counts: this.turns.counts });
    this.rooms = new Rooms({
      store: options.store,
      turns: this.turns,
      listener: this,
      materialiser: { workshop: this.#workers, counts: this.turns.counts, onQuarantined: this.#quarantined },
      now: Date.now,
      graceMs: options.roomGraceMs,
      text: text === undefined ? undefined : this.quotas,
    });
    const existing = (id: DocumentId) => this.#existing(id);
    const durable = <Result>(written: Promise<Result>) => this.#durable(written);
    const announce = (id: DocumentId) => this.#summaries.announce(id);
    const { store, nameOf } = options;
    const parts = { store, rooms: this.rooms, workers: this.#workers, existing, durable, announce };
    this.#resets = new Resets({ ...parts, nameOf, quotas: this.quotas });
    this.#renames = new Renames(parts);
    this.#places = new Places({ ...parts, find: (id) => this.#find(id) });
    this.#trash = new TrashPages(options.store.records, options.nameOf);
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

  /** The document's room, loaded if need be, or why there is none; undefined where there never was. Throws if it cannot be loaded. */
  openRoom(id: DocumentId): Room | NotOpened | undefined {
    if (this.#resets.isUnderWay(id)) return { code: CloseCode.tooBusy, reason: busyReason };
    const record = this.#find(id);
    if (record === undefined) {
      if (this.#isComing(id)) return undefined;
      return this.#options.openRooms ? this.rooms.open(id, { isGated: false, schema: 0 }) : undefined;
    }
    if (record.deletedAt !== null) return { code: CloseCode.gone, reason: goneReason(record) };
    return this.rooms.open(id, { isGated: true, schema: record.schema });
  }

  list(page: Page): Promise<DocumentList> {
    return listPage(this.#store.records, page, (record) => this.#summaries.of(record));
  }

  trash(page: TrashPage): Promise<Trash> {
    return this.#trash.page(page);
  }

  get(id: DocumentId): DocumentSummary {
    return this.#summaries.of(this.#existing(id));
  }

  async create(body: CreateDocument, person: Person, around?: Around): Promise<DocumentSummary> {
    this.quotas.checkPace(person.id);
    this.quotas.checkDocuments(person.id);
    const id = (body.id ?? newDocumentId()) as DocumentId;
    const { update, title, excerpt: words, schema } = await this.#workers.create(body);
    // That may have taken a while. From here on nothing happens until it is given to the store.
    await around?.before?.();
    checkStore(this.#store);
    const parentId = (body.parentId ?? null) as DocumentId | null;
    if (parentId !== null) this.#places.checkThere(parentId);
    if (this.#isTaken(id)) throw fail("QUIRE_ERR_DOCUMENT_TAKEN", { id });
    this.quotas.checkDocuments(person.id);
    this.quotas.takeText(person.id, update.length);
    const now = Date.now();
    const made = { createdAt: now, createdBy: person.id, updatedAt: now, deletedAt: null };
    const record: DocumentRecord = { id, title, excerpt: words, parentId, ...made, schema };
    const entries = [{ personId: person.id, clientId: 0, update }];
    this.#creating.add(id);
    const created = this.#store.create(record, { time: now, entries }).then(() => {
      this.#creating.delete(id);
      this.#summaries.announce(id);
      return around?.done?.(id);
    });
    await this.#durable(created);
    return this.#summaries.of(record);
  }

  async rename(id: DocumentId, title: string, person: Person): Promise<DocumentSummary> {
    return this.#summaries.of(await this.#renames.rename(id, title, person));
  }

  async move(id: DocumentId, parentId: DocumentId | null, around?: AroundMove): Promise<DocumentSummary> {
    return this.#summaries.of(await this.#places.move(id, parentId, around));
  }

  async delete(id: DocumentId, person: Person, done?: Done): Promise<void> {
    checkStore(this.#store);
    const record = { ...this.#existing(id), ...deletedNow(person, this.#options.nameOf) };
    // Also when whoever asked was answered 503 meanwhile: the store does it when it can.
    const deleted = this.#store.records.put(record).then(() => {
      this.rooms.closeRoom(id, CloseCode.gone, goneReason(record));
      this.#summaries.tell({ type: "deleted", id });
      return done?.(id);
    });
    await this.#durable(deleted);
  }

  async restore(id: DocumentId, done?: Done): Promise<DocumentSummary> {
    checkStore(this.#store);
    const found = this.#find(id);
    if (found === undefined) throw fail("QUIRE_ERR_DOCUMENT_NOT_FOUND", { id });
    if (found.deletedAt !== null) this.quotas.checkDocuments(found.createdBy);
    const { deletedBy: _, deletedByName: __, replacedBy: ___, ...record } = found;
    const restored = { ...record, deletedAt: null };
    const back = this.#store.records.put(restored).then(() => {
      this.#summaries.announce(id);
      return done?.(id);
    });
    await this.#durable(back);
    return this.#summaries.of(restored);
  }

  async reset(id: DocumentId, body: ResetDocument, by: Person, around?: Around): Promise<DocumentSummary> {
    this.quotas.checkPace(by.id);
    checkStore(this.#store);
    const reset = this.#resets.reset(id, body.markdown, by, around?.before).then(async (record) => {
      this.#summaries.tell({ type: "deleted", id });
      this.#summaries.announce(record.id);
      await around?.done?.(record.id);
      return record;
    });
    return this.#summaries.of(await this.#durable(reset));
  }

  async content(id: DocumentId, format: ContentFormat, titled = false): Promise<DocumentContent> {
    const { title } = this.#existing(id);
    const { state, log } = this.#packed(id);
    return { title, text: await this.#workers.do("export", { state, log, format, titled }) };
  }

  /** The text as a page that stands alone, whose files are below the address. */
  async page(id: DocumentId, filesAt: string): Promise<PageText> {
    this.#existing(id);
    return await this.#pages.page({ id, filesAt }, this.#packed(id));
  }

  #durable<Result>(written: Promise<Result>): Promise<Result> {
    return durable(this.#store, written, (error) =>
      this.#options.onError(
        error,
        "what was answered 503 was not done later, or the host failed to hear of it",
      ),
    );
  }

  #packed(id: DocumentId): PackedAt {
    const room = this.rooms.find(id);
    if (room !== undefined) return room.packed;
    const stored = this.#store.load(id);
    return { ...packedOf(stored), seq: stored.seq };
  }

  /** Reads what an earlier process had logged and not told lists of, one document after the other. */
  readUnread(): Promise<void> {
    return this.#summaries.readLeft(this.#store.unread.left());
  }

  /** What is kept of a document whose text can be read, also of a deleted one. */
  record(id: DocumentId): DocumentRecord | undefined {
    return this.#find(id);
  }

  /** What is kept of all documents, the deleted ones too. */
  records(): Iterable<DocumentRecord> {
    return this.#store.records.all();
  }

  /** The documents that somebody has open at this moment. */
  *openBy(personId: string): Iterable<DocumentId> {
    if (this.connectionsOf.of(personId) === 0) return;
    for (const room of this.rooms.all()) if (room.people.some(({ id }) => id === personId)) yield room.id;
  }

  present(id: DocumentId): readonly Person[] {
    return this.rooms.find(id)?.people ?? [];
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
    return this.#isComing(id) ? undefined : this.#store.records.find(id);
  }

  #isComing(id: DocumentId): boolean {
    return this.#creating.has(id) || this.#resets.isComing(id);
  }

  #isTaken(id: DocumentId): boolean {
    return (
      this.#store.records.find(id) !== undefined || this.rooms.find(id) !== undefined || this.#store.has(id)
    );
  }

  #existing(id: DocumentId): DocumentRecord {
    const record = this.#find(id);
    if (record === undefined) throw fail("QUIRE_ERR_DOCUMENT_NOT_FOUND", { id });
    if (record.deletedAt === null) return record;
    const { replacedBy } = record;
    if (replacedBy !== undefined) throw fail("QUIRE_ERR_DOCUMENT_REPLACED", { id, replacedBy });
    throw fail("QUIRE_ERR_DOCUMENT_DELETED", { id });
  }
}
