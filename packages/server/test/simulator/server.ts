import { CloseCode, type DocumentId, type Person } from "@quire/protocol";
import * as Y from "yjs";
import type { Random } from "../../../../trouble/random.ts";
import type { News } from "../../src/gate/doc-index.ts";
import { type Held, materialise } from "../../src/materialise/materialise.ts";
import type { Materialiser } from "../../src/materialise/materialiser.ts";
import { Counts } from "../../src/metrics/counts.ts";
import { Commits } from "../../src/store/commits.ts";
import type { DocumentRecord } from "../../src/store/document-record.ts";
import { Store, type UpdateStore } from "../../src/store/store.ts";
import { Heart } from "../../src/sync/heart.ts";
import type { HocuspocusMember } from "../../src/sync/hocuspocus-member.ts";
import type { Rates } from "../../src/sync/pace.ts";
import type { Room, RoomListener } from "../../src/sync/room.ts";
import { Rooms } from "../../src/sync/rooms.ts";
import { Turns } from "../../src/sync/turns.ts";
import type { Clock, Owner } from "./clock.ts";
import type { Disk } from "./disk.ts";
import { type Admission, type Call, Reception } from "./reception.ts";
import type { ServerSocket } from "./server-socket.ts";
import type { WatchedConnection } from "./watched-connection.ts";
import type { MemberWatcher } from "./watcher.ts";
import { Worker, WorkerEnded } from "./worker.ts";

/** What somebody watches of a server. */
export interface ServerWatcher extends MemberWatcher {
  /** A room took in news. */
  took(news: News): void;
  failed(what: string, error: unknown): void;
}

/** What `Counts` counts of a server, as far as it is rare. */
export interface Met {
  readonly repairs: number;
  readonly pauses: number;
  readonly folds: number;
  /** Returning people for whom a worker read a large document. */
  readonly differences: number;
  /** Long updates that a worker judged. */
  readonly judged: number;
  readonly indexRebuilds: number;
  readonly quarantined: number;
}

/** A change to the product that somebody makes to see whether it is noticed. */
export interface Sabotage {
  readonly store?: (store: UpdateStore) => UpdateStore;
  readonly connection?: (connection: WatchedConnection) => void;
  readonly member?: (member: HocuspocusMember) => void;
  readonly room?: (room: Room) => void;
  readonly admission?: (admission: Admission) => Admission;
}

export interface ServerOptions {
  /** Whose work all of it is: the process. */
  readonly process: Owner;
  readonly clock: Clock;
  readonly disk: Disk;
  /** How long its worker takes. */
  readonly random: Random;
  readonly id: DocumentId;
  /** Whether the document is an open room: no record, no schema. */
  readonly isOpen: boolean;
  /** How fast somebody may send before they are not read for a while. */
  readonly rates: Rates;
  readonly watcher: ServerWatcher;
  readonly sabotage: Sabotage;
}

/** The simulated clock stands still in a turn: one answer and one write each, the rest after a while. */
const turnLimits = { sliceMs: 0, longestWaitMs: 50 };
const beatMs = 2_500;
const graceMs = 2_000;
const commitWindowMs = 5;

/** One document's server: the shipped rooms, connections and store on a simulated disk, under a simulated clock. */
export class Server implements RoomListener {
  readonly #options: ServerOptions;
  readonly #store: Store;
  readonly #turns: Turns;
  readonly #rooms: Rooms;
  readonly #heart: Heart;
  readonly #reception: Reception;
  readonly #worker: Worker;
  readonly #materialiser: Materialiser;
  #isStopping = false;

  constructor(options: ServerOptions) {
    this.#options = options;
    const { clock, disk, process, random, rates, watcher, sabotage } = options;
    this.#store = new Store(disk.open(process), new Commits(commitWindowMs));
    this.#worker = new Worker(random);
    this.#materialiser = {
      workshop: this.#worker,
      counts: new Counts(),
      // They are counted too.
      onQuarantined: () => undefined,
    };
    // Whose long update was being judged when the worker ended comes back with it.
    this.#turns = new Turns((error) => this.#failed("a turn", error), turnLimits);
    this.#heart = new Heart(beatMs);
    const store = sabotage.store?.(this.#store) ?? this.#store;
    this.#rooms = new Rooms({
      store,
      turns: this.#turns,
      listener: this,
      materialiser: this.#materialiser,
      now: () => 1,
      graceMs,
    });
    this.#reception = new Reception({
      clock,
      turns: this.#turns,
      heart: this.#heart,
      watcher,
      rates,
      open: () => this.#admitTo(),
      onConnection: (connection) => sabotage.connection?.(connection),
      onMember: (member) => sabotage.member?.(member),
      onError: (error) => watcher.failed("a message", error),
    });
  }

  /** The document as the server holds it, opened if need be. */
  get held(): Held {
    return this.#open().held;
  }

  /** How often what is rare has happened since the server started. */
  get met(): Met {
    const { repairs, pauses } = this.#turns.counts;
    const { folds, indexRebuilds, quarantined } = this.#materialiser.counts;
    const { done } = this.#worker;
    const [differences, judged] = [done.get("difference") ?? 0, done.get("judge") ?? 0];
    return { repairs, pauses, folds, differences, judged, indexRebuilds, quarantined };
  }

  get failure(): Error | undefined {
    return this.#store.failure;
  }

  /** Makes the document that everybody will open; `schema` is the version that a page needs to show it. */
  create(update: Uint8Array, schema: number): Promise<void> {
    const { id } = this.#options;
    const record: DocumentRecord = {
      id,
      title: "",
      excerpt: "",
      parentId: null,
      createdBy: "",
      createdAt: 1,
      updatedAt: 1,
      deletedAt: null,
      schema,
    };
    return this.#store.create(record, { time: 1, entries: [{ personId: "", clientId: 0, update }] });
  }

  /** A client calls. */
  accept(call: Call): void {
    const { sabotage } = this.#options;
    const authorize = (): Admission => {
      const admission = call.authorize();
      return sabotage.admission?.(admission) ?? admission;
    };
    this.#reception.accept({ ...call, authorize });
  }

  /** What somebody writes over HTTP. Undefined where it was answered 503. */
  edit(write: (ydoc: Y.Doc) => void, person: Person): void {
    if (this.#isDeleted || this.failure !== undefined) return;
    const room = this.#open();
    const ydoc = materialise(room.held);
    const before = Y.encodeStateVector(ydoc);
    write(ydoc);
    const update = Y.encodeStateAsUpdate(ydoc, before);
    ydoc.destroy();
    // Whoever asked waits for it; who else is told of a store that is closed meanwhile is not asked here.
    room.edit(update, person).catch(() => undefined);
  }

  /** Folds the log if there is anything to fold. */
  fold(): void {
    if (!this.#isDeleted) this.#open().tidy();
  }

  /** Deletes the document, or takes that back. */
  setDeleted(isDeleted: boolean): void {
    const record = this.#record;
    if (record === undefined) return;
    const written = this.#store.records.put({ ...record, deletedAt: isDeleted ? 1 : null });
    const told = written.then(() => {
      if (isDeleted) this.#rooms.closeRoom(record.id, CloseCode.gone, "this document was deleted");
    });
    // A store that is closed while it fails has not deleted it.
    told.catch(() => undefined);
  }

  /** Somebody may do something else now: they come back with it. */
  changeRole(socket: ServerSocket): void {
    this.#reception.end(socket, CloseCode.roleChanged, "your role changed");
  }

  /** Stops as a process does that is asked to: what came in is written. */
  async stop(): Promise<void> {
    this.#isStopping = true;
    this.#heart.close();
    this.#rooms.close();
    await this.#store.close();
  }

  changed(_room: Room, news: News): void {
    this.#options.watcher.took(news);
  }

  peopleChanged(): void {}

  foldFailed(_room: Room, error: unknown): void {
    // What it was to fold is still in the log.
    this.#failed("a fold", error);
  }

  #failed(what: string, error: unknown): void {
    if (!(error instanceof WorkerEnded)) this.#options.watcher.failed(what, error);
  }

  get #record(): DocumentRecord | undefined {
    return this.#store.records.find(this.#options.id);
  }

  get #isDeleted(): boolean {
    return this.#record !== undefined && this.#record.deletedAt !== null;
  }

  #admitTo(): Room | { readonly code: CloseCode; readonly reason: string } {
    if (this.#isStopping) return { code: CloseCode.restarting, reason: "the server is restarting" };
    if (this.#isDeleted) return { code: CloseCode.gone, reason: "this document was deleted" };
    return this.#open();
  }

  #open(): Room {
    const { id, isOpen, sabotage } = this.#options;
    const known = this.#rooms.find(id);
    const room = this.#rooms.open(id, { isGated: !isOpen, schema: this.#record?.schema ?? 0 });
    if (known === undefined) sabotage.room?.(room);
    return room;
  }
}
