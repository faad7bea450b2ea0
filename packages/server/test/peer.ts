import { once } from "node:events";
import { decodeMessage } from "@quire/protocol";
import { fragmentName, titleName } from "@quire/schema";
import * as decoding from "lib0/decoding";
import * as encoding from "lib0/encoding";
import { WebSocket } from "ws";
import { Awareness, applyAwarenessUpdate, encodeAwarenessUpdate } from "y-protocols/awareness";
import * as sync from "y-protocols/sync";
import * as Y from "yjs";

/** The connection ended before what was waited for. */
export class LineEnd extends Error {
  constructor(code: number, reason: string) {
    super(`closed with ${code}: ${reason}`);
  }
}

/** A client on Node, made of ws and y-protocols: it edits, hears, and knows how much of what it sent is saved. */
export class Peer {
  readonly ydoc: Y.Doc;
  readonly awareness: Awareness;
  readonly socket: WebSocket;
  /** Sync messages sent, and how many of them were called saved. */
  sent = 0;
  saved = 0;
  isSynced = false;
  closed: { readonly code: number; readonly reason: string } | undefined;
  readonly #waiting = new Set<() => void>();
  readonly #onSync: ((update: Uint8Array) => void) | undefined;
  #answers = 0;

  /** `onSync` hears what is in each sync message that is sent: the n-th is the n-th that is called saved. */
  constructor(url: string, ydoc = new Y.Doc(), onSync?: (update: Uint8Array) => void) {
    this.ydoc = ydoc;
    this.#onSync = onSync;
    this.awareness = new Awareness(ydoc);
    this.socket = new WebSocket(url);
    this.socket.binaryType = "arraybuffer";
    this.socket.on("open", () => {
      this.#send((encoder) => {
        encoding.writeVarUint(encoder, 0);
        sync.writeSyncStep1(encoder, this.ydoc);
      });
    });
    this.socket.on("message", (data: ArrayBuffer) => {
      this.#hear(new Uint8Array(data));
      this.#wake();
    });
    this.socket.on("close", (code, reason) => {
      this.closed = { code, reason: reason.toString() };
      this.#wake();
    });
    // What went wrong is told by the close.
    this.socket.on("error", () => {});
    this.ydoc.on("update", this.#updated);
  }

  /** A peer that has all that the server had. */
  static async join(url: string, ydoc?: Y.Doc): Promise<Peer> {
    const peer = new Peer(url, ydoc);
    await peer.until(() => peer.isSynced);
    return peer;
  }

  get title(): string {
    return this.ydoc.getText(titleName).toString();
  }

  get blocks(): string {
    return this.ydoc.getXmlFragment(fragmentName).toString();
  }

  typeTitle(text: string): void {
    const title = this.ydoc.getText(titleName);
    title.insert(title.length, text);
  }

  /** Writes a paragraph at the end. */
  write(text: string): void {
    const fragment = this.ydoc.getXmlFragment(fragmentName);
    const block = new Y.XmlElement("paragraph");
    block.insert(0, [new Y.XmlText(text)]);
    fragment.insert(fragment.length, [block]);
  }

  sendUpdate(update: Uint8Array): void {
    this.sent++;
    this.#onSync?.(update);
    this.#send((encoder) => {
      encoding.writeVarUint(encoder, 0);
      sync.writeUpdate(encoder, update);
    });
  }

  /** Shows others where this one is. */
  announce(state: Record<string, unknown>): void {
    this.awareness.setLocalState(state);
    this.#send((encoder) => {
      encoding.writeVarUint(encoder, 1);
      encoding.writeVarUint8Array(encoder, encodeAwarenessUpdate(this.awareness, [this.ydoc.clientID]));
    });
  }

  /** Resolves when all that was sent is called saved. */
  async allSaved(): Promise<void> {
    await this.until(() => this.saved === this.sent);
  }

  /** Resolves when it holds; rejects when the socket closes before. */
  async until(holds: () => boolean): Promise<void> {
    while (!holds()) {
      if (this.closed !== undefined) throw new LineEnd(this.closed.code, this.closed.reason);
      const heard = Promise.withResolvers<void>();
      this.#waiting.add(heard.resolve);
      await heard.promise;
    }
  }

  /** Resolves when the server has answered a query that is sent now: what it said before has come. */
  async probe(): Promise<void> {
    const before = this.#answers;
    this.socket.send(Uint8Array.of(3));
    await this.until(() => this.#answers > before);
  }

  async close(): Promise<void> {
    this.ydoc.off("update", this.#updated);
    this.awareness.destroy();
    if (this.socket.readyState === WebSocket.CLOSED) return;
    const closed = once(this.socket, "close");
    this.socket.close();
    await closed;
  }

  #wake(): void {
    for (const wake of this.#waiting) wake();
    this.#waiting.clear();
  }

  readonly #updated = (update: Uint8Array, origin: unknown): void => {
    if (origin !== this && this.socket.readyState === WebSocket.OPEN) this.sendUpdate(update);
  };

  #hear(frame: Uint8Array): void {
    const decoder = decoding.createDecoder(frame);
    const tag = decoding.readVarUint(decoder);
    if (tag === 0) this.#hearSync(decoder);
    else if (tag === 1) {
      this.#answers++;
      applyAwarenessUpdate(this.awareness, decoding.readVarUint8Array(decoder), this);
    } else if (tag === 100) this.saved = decoding.readVarUint(decoder);
  }

  #hearSync(decoder: decoding.Decoder): void {
    const answer = encoding.createEncoder();
    encoding.writeVarUint(answer, 0);
    const step = sync.readSyncMessage(decoder, answer, this.ydoc, this);
    if (step === sync.messageYjsSyncStep2) this.isSynced = true;
    if (encoding.length(answer) === 1) return;
    const frame = encoding.toUint8Array(answer);
    const message = decodeMessage(frame);
    this.sent++;
    if (message.type === "sync-step-2") this.#onSync?.(message.update);
    this.socket.send(frame);
  }

  #send(write: (encoder: encoding.Encoder) => void): void {
    const encoder = encoding.createEncoder();
    write(encoder);
    this.socket.send(encoding.toUint8Array(encoder));
  }
}

/** How a socket ends that sends these frames as soon as it is open. */
export async function endOf(
  url: string,
  frames: readonly (Uint8Array | string)[] = [],
): Promise<{ code: number; reason: string }> {
  const socket = new WebSocket(url);
  // What went wrong is told by the close.
  socket.on("error", () => {});
  socket.on("open", () => {
    for (const frame of frames) socket.send(frame);
  });
  const [code, reason] = (await once(socket, "close")) as [number, Buffer];
  return { code, reason: reason.toString() };
}
