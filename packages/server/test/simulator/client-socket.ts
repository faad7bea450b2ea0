import { decodeMessage } from "@quire/protocol";
import type { Line } from "./line.ts";
import type { Parcel } from "./pipe.ts";

/** Whose socket it is. */
export interface SocketHolder {
  /** Calls the server; later `opened` or `hear` is called. */
  dial(socket: ClientSocket): void;
  /** Whether a sync message (step 2 or update) may leave: a reader's page sends none. */
  readonly sendsEdits: boolean;
  /** The server said that these updates are on disk. */
  acknowledged(updates: readonly Uint8Array[]): void;
}

interface MessageEvent {
  readonly data: ArrayBuffer;
}

/** A client's end of a simulated line, with the face of a browser's WebSocket. It counts what is acknowledged. */
export class ClientSocket {
  readonly OPEN = 1;
  binaryType = "arraybuffer";
  readyState = 0;
  onopen: (() => void) | null = null;
  onmessage: ((event: MessageEvent) => void) | null = null;
  onclose: ((event: { code: number; reason: string }) => void) | null = null;
  onerror: ((event: unknown) => void) | null = null;
  /** The sync messages (step 2 or update) that left, in order, and how many of them are acknowledged. */
  readonly #updates: Uint8Array[] = [];
  #acknowledged = 0;
  readonly #holder: SocketHolder;
  #line: Line | undefined;

  constructor(holder: SocketHolder) {
    this.#holder = holder;
    holder.dial(this);
  }

  get line(): Line | undefined {
    return this.#line;
  }

  get isAllAcknowledged(): boolean {
    return this.#acknowledged === this.#updates.length;
  }

  /** The last update that left, to send it once more. */
  get lastUpdate(): Uint8Array | undefined {
    return this.#updates.at(-1);
  }

  opened(line: Line): void {
    this.#line = line;
    // The page did not wait for it.
    if (this.readyState === 3) return line.toServer({ end: 1005, reason: "" });
    this.readyState = 1;
    this.onopen?.();
  }

  send(frame: Uint8Array): void {
    if (this.readyState !== 1) return;
    if (frame[0] === 0 && frame[1] !== 0) {
      if (!this.#holder.sendsEdits) return;
      const message = decodeMessage(frame);
      if ("update" in message) this.#updates.push(message.update);
    }
    this.#line?.toServer({ frame });
  }

  /** Whatever is in it, as a page that has been tampered with would. */
  sendAnything(frame: Uint8Array): void {
    this.#line?.toServer({ frame });
  }

  close(): void {
    if (this.readyState === 1) this.#line?.toServer({ end: 1005, reason: "" });
    this.readyState = 3;
  }

  hear(parcel: Parcel): void {
    if (this.readyState === 3) return;
    if ("frame" in parcel) return this.#message(parcel.frame);
    this.#line?.toServer(parcel);
    this.readyState = 3;
    this.onclose?.({ code: parcel.end, reason: parcel.reason });
  }

  #message(frame: Uint8Array): void {
    if (frame[0] === 100) {
      const message = decodeMessage(frame);
      if (message.type === "saved") this.#saved(message.count);
    }
    // The provider makes a Uint8Array of it, which works for one as well; a copy would keep nobody from changing it.
    this.onmessage?.({ data: frame as unknown as ArrayBuffer });
  }

  #saved(count: number): void {
    if (count <= this.#acknowledged) return;
    this.#holder.acknowledged(this.#updates.slice(this.#acknowledged, count));
    this.#acknowledged = count;
  }
}
