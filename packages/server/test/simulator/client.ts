import { type DocumentId, encodeMessage, type Person } from "@quire/protocol";
import type { Awareness } from "y-protocols/awareness";
import * as Y from "yjs";
import type { Random } from "../../../../trouble/random.ts";
import { Writer } from "../writer.ts";
import { ClientSocket, type SocketHolder } from "./client-socket.ts";
import { type Clock, type Owner, outside } from "./clock.ts";
import { dialectOf } from "./dialect.ts";
import { writeFreely } from "./open-room-writer.ts";
import { type Provider, providerOf } from "./provider.ts";
import type { Page } from "./reception.ts";
import { writeTitle } from "./title-writer.ts";

/** What happens to a client's line. */
export interface ClientListener {
  dialled(client: Client, socket: ClientSocket): void;
  acknowledged(client: Client, updates: readonly Uint8Array[]): void;
  /** The server said: do not come back. */
  refused(client: Client): void;
}

export interface ClientOptions {
  readonly clock: Clock;
  readonly page: Page;
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

/** Pages whose provider goes on in promises. */
const inPromises: Owner = { isAlive: true, usesPromises: true };

/** Somebody's page: a Y.Doc, who writes in it, and a stock provider on simulated sockets. */
export class Client implements SocketHolder {
  readonly options: ClientOptions;
  readonly owner: Owner;
  canWrite = true;
  caret = 0;
  /** A copy of the document as it was at some time. */
  kept: Uint8Array | undefined;
  socket: ClientSocket | undefined;
  readonly #writer: Writer;
  readonly #provider: Provider;

  /** Its timers are of whoever is at work. It connects at once. */
  constructor(options: ClientOptions) {
    this.options = options;
    const { random, yjsClient, kept, id: name, page, clock, listener } = options;
    const { speech } = page;
    this.owner = speech === "hocuspocus" ? inPromises : outside;
    this.#writer = new Writer(random, yjsClient);
    const { ydoc } = this;
    if (kept !== undefined) Y.applyUpdate(ydoc, kept, "kept");
    const openSocket = (): ClientSocket => new ClientSocket(this, dialectOf(speech, name));
    const onRefused = (): void => listener.refused(this);
    this.#provider = providerOf(speech, { name, ydoc, clock, owner: this.owner, openSocket, onRefused });
    this.connect();
  }

  get ydoc(): Y.Doc {
    return this.#writer.ydoc;
  }

  get name(): string {
    return `${this.options.person.name}/${this.options.yjsClient}`;
  }

  /** Who it knows to be there. */
  get awareness(): Awareness {
    return this.#provider.awareness;
  }

  /** Whether the server said: do not come back. */
  get isRefused(): boolean {
    return this.#provider.isRefused;
  }

  get sendsEdits(): boolean {
    return this.canWrite;
  }

  /** Whether all that it sent is acknowledged and all that it was sent has come. */
  get isSettled(): boolean {
    const { socket } = this;
    if (!this.#provider.isSynced || socket?.isAnswered !== true) return false;
    return socket.line?.isIdle === true && socket.isAllAcknowledged;
  }

  /** Whether nothing of its own is known to no one else, as far as it was told. */
  get hasUnsent(): boolean {
    const { socket } = this;
    return socket?.isAnswered !== true || !socket.isAllAcknowledged || !this.#provider.isSynced;
  }

  edit(): void {
    const { isOpen, random, page } = this.options;
    if (page.schema === 0) this.ydoc.transact(() => writeTitle(this.ydoc, random), "local");
    else if (isOpen && random.chance(0.4)) this.ydoc.transact(() => writeFreely(this.ydoc, random), "local");
    else this.#editOrFail();
    this.#writer.updates.length = 0;
  }

  #editOrFail(): void {
    try {
      this.#writer.edit();
    } catch (error) {
      // Yjs throws where it would undo in a block that it has restored once, and that somebody else has deleted since.
      if (!(error instanceof Error && error.stack?.includes("redoItem") === true)) throw error;
    }
  }

  /** A block with that much text comes out of the clipboard. */
  paste(length: number): void {
    if (this.options.page.schema === 0) return;
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
    this.awareness.setLocalStateField("caret", at);
  }

  connect(): void {
    this.#provider.connect();
  }

  disconnect(): void {
    this.#provider.disconnect();
  }

  /** The same update leaves once more. */
  repeat(): void {
    const update = this.socket?.lastUpdate;
    if (update !== undefined) this.socket?.sendMessage(encodeMessage({ type: "update", update }));
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
    this.#provider.destroy();
    this.#writer.destroy();
  }
}
