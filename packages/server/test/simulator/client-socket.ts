import type { Owner } from "./clock.ts";
import type { Dialect } from "./dialect.ts";
import type { Line } from "./line.ts";
import type { Parcel } from "./pipe.ts";

/** Whose socket it is. */
export interface SocketHolder {
  /** Whose work it is what the socket says. */
  readonly owner: Owner;
  /** Whether a sync message (step 2 or update) may leave: a reader's page sends none. */
  readonly sendsEdits: boolean;
  /** Calls the server; later `opened` or `hear` is called. */
  dial(socket: ClientSocket): void;
  /** The server said that these updates are on disk. */
  acknowledged(updates: readonly Uint8Array[]): void;
}

type Listener = (event: never) => void;

/** A client's end of a simulated line, with the face of a browser's WebSocket. It counts what is acknowledged. */
export class ClientSocket {
  readonly OPEN = 1;
  binaryType = "arraybuffer";
  readyState = 0;
  onopen: ((event: object) => void) | null = null;
  onmessage: ((event: { data: ArrayBuffer }) => void) | null = null;
  onclose: ((event: { code: number; reason: string }) => void) | null = null;
  onerror: Listener | null = null;
  /** Whether what the client asked is answered. A hocuspocus provider calls itself synced before, when its news are saved. */
  isAnswered = false;
  /** The sync messages (step 2 or update) that left and are counted, in order, and how many of them are acknowledged. */
  readonly #updates: Uint8Array[] = [];
  #acknowledged = 0;
  readonly #holder: SocketHolder;
  readonly #dialect: Dialect;
  #line: Line | undefined;

  constructor(holder: SocketHolder, dialect: Dialect) {
    this.#holder = holder;
    this.#dialect = dialect;
    holder.dial(this);
  }

  get line(): Line | undefined {
    return this.#line;
  }

  get owner(): Owner {
    return this.#holder.owner;
  }

  get isAllAcknowledged(): boolean {
    return this.#acknowledged === this.#updates.length;
  }

  /** The last update that left, to send it once more. */
  get lastUpdate(): Uint8Array | undefined {
    return this.#updates.at(-1);
  }

  /** One listener of each kind, as providers have it. */
  addEventListener(name: "open" | "message" | "close" | "error", listener: Listener): void {
    Object.assign(this, { [`on${name}`]: listener });
  }

  removeEventListener(name: "open" | "message" | "close" | "error"): void {
    this[`on${name}`] = null;
  }

  opened(line: Line): void {
    this.#line = line;
    // The page did not wait for it.
    if (this.readyState === 3) return line.toServer({ end: 1005, reason: "" });
    this.readyState = 1;
    this.onopen?.({});
  }

  send(frame: Uint8Array): void {
    if (this.readyState !== 1) return;
    const leaving = this.#dialect.leaving(frame);
    if (leaving !== undefined) {
      if (!this.#holder.sendsEdits) return;
      if (leaving.isCounted) this.#updates.push(leaving.update);
    }
    this.#line?.toServer({ frame });
  }

  /** A message of the client's that its provider did not send. */
  sendMessage(message: Uint8Array): void {
    this.send(this.#dialect.frame(message));
  }

  /** Whatever is in it, as a page that has been tampered with would. */
  sendAnything(message: Uint8Array): void {
    this.#line?.toServer({ frame: this.#dialect.frame(message) });
  }

  close(): void {
    if (this.readyState === 3) return;
    if (this.readyState === 1) this.#line?.toServer({ end: 1005, reason: "" });
    this.readyState = 3;
    this.onclose?.({ code: 1005, reason: "" });
  }

  hear(parcel: Parcel): void {
    if (this.readyState === 3) return;
    if ("frame" in parcel) return this.#message(parcel.frame);
    this.#line?.toServer(parcel);
    this.readyState = 3;
    this.onclose?.({ code: parcel.end, reason: parcel.reason });
  }

  #message(frame: Uint8Array): void {
    if (this.#dialect.isAnswer(frame)) this.isAnswered = true;
    const count = this.#dialect.saved(frame, this.#acknowledged);
    if (count > this.#acknowledged) {
      this.#holder.acknowledged(this.#updates.slice(this.#acknowledged, count));
      this.#acknowledged = count;
    }
    // The provider makes a Uint8Array of it, which works for one as well; a copy would keep nobody from changing it.
    this.onmessage?.({ data: frame as unknown as ArrayBuffer });
  }
}
