import type { RunningServer } from "./running-server.ts";
import { ByteReader } from "./wire/byte-reader.ts";
import { RawSocket } from "./wire/raw-socket.ts";
import { authenticated, Speech, steps, tags } from "./wire/speech.ts";

/** What a client does with what it hears. The reader stands at the payload; the bytes are good until the call returns. */
export interface ClientListener {
  /** An update from somebody, `length` bytes of it. */
  readonly onUpdate?: (reader: ByteReader, length: number) => void;
  /** What the server answered to "I have nothing": on some servers more than once, or empty at first. */
  readonly onState?: (reader: ByteReader, length: number) => void;
  readonly onAwareness?: (reader: ByteReader, length: number) => void;
  /** How many of this client's updates the server says to have; only some servers say so. */
  readonly onAcknowledged?: (updates: number) => void;
}

/** Whose presence it is that keeps a connection; nobody else has it. */
const listenerId = 99_000_001;
const awakeMs = 15_000;

/**
 * Somebody in a document, without the document: does the handshake as a real client with nothing to offer does, sends
 * updates that were made before, and hands what it hears to its listener.
 */
export class Client {
  /** Resolves when the server has answered the handshake. */
  readonly ready: Promise<this>;
  readonly socket: RawSocket;
  readonly #server: RunningServer;
  readonly #speech: Speech;
  readonly #listener: ClientListener;
  readonly #reader = new ByteReader();
  readonly #opening: Uint8Array[] = [];
  #isReady = false;
  #openedAt = 0;
  #acknowledged = 0;
  #offered = 0;
  #settle: { resolve: () => void; reject: (error: Error) => void } | undefined;

  constructor(server: RunningServer, document: string, listener: ClientListener = {}) {
    this.#server = server;
    this.#listener = listener;
    this.#speech = new Speech(server.target.protocol, document);
    this.ready = new Promise((resolve, reject) => {
      this.#settle = { resolve: () => resolve(this), reject };
    });
    // Whoever waits for it hears of it; nobody has to.
    this.ready.catch(() => undefined);
    this.socket = new RawSocket({
      port: server.port,
      path: server.target.path(document, listener.onAcknowledged !== undefined),
      readBuffer: server.readBuffer,
      onOpen: () => this.#opened(),
      onFrame: (bytes, start) => this.#receive(bytes, start),
      onClose: () => this.#settle?.reject(new Error(this.socket.failure ?? "the connection ended")),
    });
  }

  /** What the document was when the handshake was over, in as many updates as the server sent it in. */
  get opening(): readonly Uint8Array[] {
    return this.#opening;
  }

  /** When the socket was open, in milliseconds of the performance clock. */
  get openedAt(): number {
    return this.#openedAt;
  }

  sendUpdate(update: Uint8Array): void {
    this.socket.send(this.#speech.update(update));
  }

  /** Says every few seconds that somebody is there, as providers do: some servers let go of who only listens. */
  stayAwake(): this {
    let clock = 0;
    const timer = setInterval(() => {
      if (this.socket.isClosed) clearInterval(timer);
      else this.sendCursor(listenerId, ++clock, "{}");
    }, awakeMs);
    timer.unref();
    return this;
  }

  sendCursor(client: number, clock: number, json: string): void {
    this.socket.send(this.#speech.cursor({ client, clock, json }));
  }

  #opened(): void {
    this.#openedAt = performance.now();
    const { protocol } = this.#server.target;
    if (protocol === "relay") this.#settle?.resolve();
    else this.socket.send(protocol === "hocuspocus" ? this.#speech.authenticate() : this.#speech.ask());
  }

  #receive(bytes: Buffer, start: number): void {
    try {
      this.#hear(bytes, start);
    } catch (error) {
      // One server that says what nobody understands does not end the run of the others.
      this.#server.blame(error);
      this.socket.destroy(error instanceof Error ? error.message : String(error));
    }
  }

  #hear(bytes: Buffer, start: number): void {
    const reader = this.#reader;
    reader.moveTo(bytes, start + this.#speech.prefix.length);
    const tag = reader.varUint();
    if (tag === tags.sync || tag === tags.syncReply) {
      this.#hearSync(reader);
    } else if (tag === tags.awareness) {
      this.#listener.onAwareness?.(reader, reader.varUint());
    } else if (tag === tags.saved) {
      this.#listener.onAcknowledged?.(reader.varUint() - this.#offered);
    } else if (tag === tags.syncStatus) {
      // One for each update that was applied, and for what was offered in the handshake.
      this.#acknowledged += 1;
      this.#listener.onAcknowledged?.(this.#acknowledged - this.#offered);
    } else if (tag === tags.auth) {
      this.#hearAuth(reader);
    }
  }

  #hearSync(reader: ByteReader): void {
    const step = reader.varUint();
    const length = reader.varUint();
    if (!this.#isReady && step !== steps.one) this.#opening.push(reader.copy(length));
    if (step === steps.update) {
      this.#listener.onUpdate?.(reader, length);
    } else if (step === steps.two) {
      this.#isReady = true;
      this.#listener.onState?.(reader, length);
      this.#settle?.resolve();
    } else if (this.#server.target.protocol !== "relay") {
      this.#offered += 1;
      this.socket.send(this.#speech.offerNothing());
    }
  }

  #hearAuth(reader: ByteReader): void {
    if (reader.varUint() === authenticated) this.socket.send(this.#speech.ask());
    else this.#settle?.reject(new Error("the server does not know who this is"));
  }
}
