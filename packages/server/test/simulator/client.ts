import { type DocumentId, encodeMessage, type Person } from "@quire/protocol";
import { WebsocketProvider } from "y-websocket";
import * as Y from "yjs";
import type { Random } from "../random.ts";
import { Writer } from "../writer.ts";
import { ClientSocket, type SocketHolder } from "./client-socket.ts";
import { writeFreely } from "./open-room-writer.ts";

/** What happens to a client's line. */
export interface ClientListener {
  dialled(client: Client, socket: ClientSocket): void;
  acknowledged(client: Client, updates: readonly Uint8Array[]): void;
}

export interface ClientOptions {
  readonly person: Person;
  /** The id that Yjs writes under; never used before. */
  readonly yjsClient: number;
  readonly id: DocumentId;
  readonly isOpen: boolean;
  readonly random: Random;
  readonly listener: ClientListener;
  /** What this device kept of the document. */
  readonly kept?: Uint8Array | undefined;
}

/** Somebody's page: a Y.Doc, who writes in it, and the stock provider on a simulated socket. */
export class Client implements SocketHolder {
  readonly options: ClientOptions;
  readonly provider: WebsocketProvider;
  canWrite = true;
  caret = 0;
  /** A copy of the document as it was at some time. */
  kept: Uint8Array | undefined;
  socket: ClientSocket | undefined;
  readonly #writer: Writer;

  /** Its timers are of whoever is at work. It connects at once. */
  constructor(options: ClientOptions) {
    this.options = options;
    const { random, yjsClient, kept, id } = options;
    this.#writer = new Writer(random, yjsClient);
    if (kept !== undefined) Y.applyUpdate(this.ydoc, kept, "kept");
    const open = (): ClientSocket => new ClientSocket(this);
    // The provider calls it with `new`; a constructor that returns an object gives that.
    const Socket = function Socket() {
      return open();
    };
    this.provider = new WebsocketProvider("ws://simulated", id, this.ydoc, {
      WebSocketPolyfill: Socket as unknown as typeof WebSocket,
      disableBc: true,
    });
    this.provider.messageHandlers[100] = () => undefined;
  }

  get ydoc(): Y.Doc {
    return this.#writer.ydoc;
  }

  get name(): string {
    return `${this.options.person.name}/${this.options.yjsClient}`;
  }

  get sendsEdits(): boolean {
    return this.canWrite;
  }

  /** Whether all that it sent is acknowledged and all that it was sent has come. */
  get isSettled(): boolean {
    const { socket, provider } = this;
    return provider.synced && socket?.line?.isIdle === true && socket.isAllAcknowledged;
  }

  /** Whether nothing of its own is known to no one else, as far as it was told. */
  get hasUnsent(): boolean {
    return this.socket === undefined || !this.socket.isAllAcknowledged || !this.provider.synced;
  }

  edit(): void {
    const { isOpen, random } = this.options;
    if (isOpen && random.chance(0.4)) this.ydoc.transact(() => writeFreely(this.ydoc, random), "local");
    else this.#writer.edit();
    this.#writer.updates.length = 0;
  }

  /** A block with that much text comes out of the clipboard. */
  paste(length: number): void {
    const block = new Y.XmlElement("paragraph");
    block.insert(0, [new Y.XmlText("pasted ".repeat(length / 7 + 1))]);
    const { fragment } = this.#writer;
    this.ydoc.transact(
      () => fragment.insert(this.options.random.below(fragment.length + 1), [block]),
      "local",
    );
    this.#writer.updates.length = 0;
  }

  /** The caret moves. */
  point(at: number): void {
    this.caret = at;
    this.provider.awareness.setLocalStateField("caret", at);
  }

  connect(): void {
    this.provider.connect();
  }

  disconnect(): void {
    this.provider.disconnect();
  }

  /** The same update leaves once more. */
  repeat(): void {
    const update = this.socket?.lastUpdate;
    if (update !== undefined) this.socket?.send(encodeMessage({ type: "update", update }));
  }

  dial(socket: ClientSocket): void {
    this.socket = socket;
    this.options.listener.dialled(this, socket);
  }

  acknowledged(updates: readonly Uint8Array[]): void {
    this.options.listener.acknowledged(this, updates);
  }

  /** The device is gone, and what only it knew. */
  destroy(): void {
    this.provider.destroy();
    this.#writer.destroy();
  }
}
