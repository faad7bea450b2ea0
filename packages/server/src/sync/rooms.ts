import { CloseCode, type DocumentId } from "@quire/protocol";
import type { Materialiser } from "../materialise/materialiser.ts";
import type { UpdateStore } from "../store/store.ts";
import type { TextRoom } from "./intake.ts";
import { Room, type RoomListener } from "./room.ts";
import type { Turns } from "./turns.ts";

export interface RoomsOptions {
  readonly store: UpdateStore;
  readonly turns: Turns;
  readonly listener: RoomListener;
  readonly materialiser: Materialiser;
  readonly now: () => number;
  /** How long an empty room is kept, in milliseconds. */
  readonly graceMs: number;
  /** Undefined where text is not bounded. */
  readonly text?: TextRoom | undefined;
}

/** What opening a room needs to know of its document. */
export type RoomKind = { readonly isGated: boolean; readonly schema: number };

/** Which documents are open. Loading is one synchronous step, so there is never a second copy of a document. */
export class Rooms {
  readonly #options: RoomsOptions;
  readonly #rooms = new Map<DocumentId, Room>();
  readonly #emptySince = new Map<Room, number>();
  readonly #sweeper: NodeJS.Timeout;
  readonly #unsubscribe: () => void;

  constructor(options: RoomsOptions) {
    this.#options = options;
    this.#sweeper = setInterval(() => this.sweep(), Math.max(10, options.graceMs / 2));
    this.#sweeper.unref();
    this.#unsubscribe = options.store.subscribe((failure) => {
      if (failure !== undefined) for (const room of this.#rooms.values()) room.storeFailed();
    });
  }

  /** The room of the document if it is open. */
  find(id: DocumentId): Room | undefined {
    return this.#rooms.get(id);
  }

  /** The room of the document, loaded if it is not open. Throws if it cannot be loaded. */
  open(id: DocumentId, kind: RoomKind): Room {
    let room = this.#rooms.get(id);
    if (room === undefined) {
      const { store, turns, listener, materialiser, now, text } = this.#options;
      room = new Room({ id, store, turns, listener, materialiser, now, text, ...kind });
      this.#rooms.set(id, room);
    }
    this.#emptySince.set(room, performance.now());
    return room;
  }

  /** Ends every connection to the document. */
  closeRoom(id: DocumentId, code: CloseCode, reason: string): void {
    this.#rooms.get(id)?.closeAll(code, reason);
  }

  get size(): number {
    return this.#rooms.size;
  }

  /** Every open room. */
  all(): Iterable<Room> {
    return this.#rooms.values();
  }

  /** Folds and lets go the rooms that have been empty for the grace period and are on disk. */
  sweep(now: number = performance.now()): void {
    for (const [id, room] of this.#rooms) {
      const since = this.#emptySince.get(room);
      if (!room.isEmpty || since === undefined) {
        this.#emptySince.set(room, now);
        continue;
      }
      if (now - since < this.#options.graceMs || !room.isAtRest) continue;
      if (room.tidy()) continue;
      room.close();
      this.#rooms.delete(id);
      this.#emptySince.delete(room);
    }
  }

  /** Ends all connections and all timers. What is not on disk yet is the store's to finish. */
  close(): void {
    clearInterval(this.#sweeper);
    this.#unsubscribe();
    for (const room of this.#rooms.values()) {
      room.closeAll(CloseCode.restarting, "the server is restarting");
      room.endTurn();
      room.close();
    }
    this.#rooms.clear();
    this.#emptySince.clear();
  }
}
