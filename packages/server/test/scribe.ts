import type * as Y from "yjs";
import type { Random } from "../../../trouble/random.ts";
import { Peer } from "./peer.ts";
import { Writer } from "./writer.ts";

/** Sync messages that may wait for their acknowledgement. */
const inFlight = 50;

/** How a connection may end here: by its client, with its server, or as its server wants to be left when it stops. */
const goodEnds = [1005, 1006, 1012];

/** Somebody who writes without end while there is a server, comes back after it, and remembers what was called saved. */
export class Scribe {
  /** Updates that were called saved, of all the connections that have ended. */
  readonly saved: Uint8Array[] = [];
  readonly #random: Random;
  readonly #writer: Writer;
  #peer: Peer | undefined;
  #sent: Uint8Array[] = [];

  constructor(random: Random) {
    this.#random = random;
    this.#writer = new Writer(random);
  }

  get ydoc(): Y.Doc {
    return this.#writer.ydoc;
  }

  /** How much of what was sent on this connection is called saved. */
  get savedCount(): number {
    return this.#peer?.saved ?? 0;
  }

  /** Comes in with all that it has; resolves when it has what the server had. */
  async join(url: string): Promise<void> {
    await this.leave();
    this.#sent = [];
    this.#peer = new Peer(url, this.ydoc, (update) => this.#sent.push(update));
    await this.#peer.until(() => this.#peer?.isSynced === true);
  }

  /** Writes until the connection ends; `heard` is called whenever more is called saved. */
  async write(heard: () => void): Promise<void> {
    const peer = this.#peer;
    if (peer === undefined) throw new Error("somebody writes who has not joined");
    let { saved } = peer;
    while (peer.closed === undefined) {
      for (let edits = 1 + this.#random.below(4); edits > 0; edits--) this.#writer.edit();
      // Only for those that hand over themselves what they write.
      this.#writer.updates.length = 0;
      await turn();
      await peer.until(() => peer.sent - peer.saved < inFlight).catch(gone);
      if (peer.saved > saved) heard();
      saved = peer.saved;
    }
  }

  /** Resolves when all that it has is called saved. */
  async rest(): Promise<void> {
    await this.#peer?.allSaved();
  }

  /** Ends the connection, or hears that it has ended. */
  async leave(): Promise<void> {
    const peer = this.#peer;
    if (peer === undefined) return;
    await peer.close();
    this.saved.push(...this.#sent.splice(0, peer.saved));
    this.#peer = undefined;
    const { code = 0, reason } = peer.closed ?? {};
    if (!goodEnds.includes(code)) throw new Error(`a writer was sent away with ${code}: ${reason}`);
  }

  destroy(): void {
    this.#writer.destroy();
  }
}

/** Lets what has come be heard. */
function turn(): Promise<void> {
  return new Promise((done) => setImmediate(done));
}

/** The connection has ended, which is what it was waited for. */
function gone(): void {}
