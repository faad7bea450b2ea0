import { decodeMessage, type Person } from "@quire/protocol";
import type { Bundle } from "../../src/sync/bundle.ts";
import { Connection, type ConnectionOptions } from "../../src/sync/connection.ts";
import type { Room } from "../../src/sync/room.ts";
import type { MemberWatcher, Watched } from "./watcher.ts";

/** The shipped connection, watched. */
export class WatchedConnection extends Connection implements Watched {
  readonly received: Uint8Array[] = [];
  savedCount = 0;
  readonly #watcher: MemberWatcher;

  constructor(options: ConnectionOptions, watcher: MemberWatcher) {
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
