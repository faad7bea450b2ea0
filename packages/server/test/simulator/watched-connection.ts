import { decodeMessage, type Person } from "@quire/protocol";
import type { Bundle } from "../../src/sync/bundle.ts";
import { Connection, type ConnectionOptions } from "../../src/sync/connection.ts";
import type { Room } from "../../src/sync/room.ts";

/** What somebody watches of a connection, from the inside. */
export interface ConnectionWatcher {
  /** The connection is about to hear something. */
  hears(connection: WatchedConnection): void;
  heard(connection: WatchedConnection): void;
  /** What others brought leaves for this connection. */
  relayed(connection: WatchedConnection, message: Uint8Array): void;
  /** What only this connection is told: answers. */
  answered(connection: WatchedConnection, message: Uint8Array): void;
  saved(connection: WatchedConnection, count: number): void;
  closed(connection: WatchedConnection, code: number, reason: string): void;
}

/** The shipped connection, watched. */
export class WatchedConnection extends Connection {
  /** The sync messages (step 2 or update) that came, in order. */
  readonly received: Uint8Array[] = [];
  /** How many of them were called saved. */
  savedCount = 0;
  readonly #watcher: ConnectionWatcher;

  constructor(options: ConnectionOptions, watcher: ConnectionWatcher) {
    super(options);
    this.#watcher = watcher;
  }

  override admit(room: Room, person: Person, canWrite: boolean): void {
    this.#watcher.hears(this);
    super.admit(room, person, canWrite);
    this.#watcher.heard(this);
  }

  override heard(message: Buffer): void {
    if (message[0] === 0 && message[1] !== 0) {
      const decoded = decodeMessage(message);
      if ("update" in decoded) this.received.push(decoded.update);
    }
    this.#watcher.hears(this);
    super.heard(message);
    this.#watcher.heard(this);
  }

  override send(message: Uint8Array): void {
    this.#watcher.answered(this, message);
    super.send(message);
  }

  override answer(bundle: Bundle): void {
    for (const message of bundle.messages) this.#watcher.answered(this, message);
    super.answer(bundle);
  }

  override relay(bundle: Bundle): void {
    for (const message of bundle.messages) this.#watcher.relayed(this, message);
    super.relay(bundle);
  }

  override saved(count: number): void {
    // Nobody hears it any more.
    if (this.isClosed) return;
    this.#watcher.saved(this, count);
    this.savedCount = count;
    super.saved(count);
  }

  override close(code: Parameters<Connection["close"]>[0], reason: string): void {
    if (!this.isClosed) this.#watcher.closed(this, code, reason);
    super.close(code, reason);
  }
}
