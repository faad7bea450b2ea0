import { EventEmitter } from "node:events";
import type { Socket } from "node:net";
import type { WebSocket } from "ws";
import type { Parcel } from "./pipe.ts";

/** How much heavier a byte that waits is than a real one, so that small documents meet the limits of large ones. */
const weight = 64;

/** Where a socket's words go. */
interface Outlet {
  readonly waitingBytes: number;
  toClient(parcel: Parcel): void;
  ping(answered: () => void): void;
}

/** The server's end of a simulated line: a WebSocket, as far as `ws` is used, and what lies under it. */
export class ServerSocket extends EventEmitter {
  readonly OPEN = 1;
  readyState = 1;
  readonly #line: Outlet;
  readonly #wire: ServerWire;
  #isPaused = false;
  readonly #unread: Parcel[] = [];

  constructor(line: Outlet) {
    super();
    this.#line = line;
    this.#wire = new ServerWire(line);
  }

  get webSocket(): WebSocket {
    return this as unknown as WebSocket;
  }

  get wire(): Socket {
    return this.#wire as unknown as Socket;
  }

  /** Whether all that came has been heard. */
  get isAllHeard(): boolean {
    return this.#unread.length === 0;
  }

  /** Whether the server reads no further for now: what came before is judged still, or is not paid for. */
  get isHeldBack(): boolean {
    return this.readyState === 1 && this.#isPaused;
  }

  /** Whether the server waits until the client has read. */
  get isDrainAwaited(): boolean {
    return this.readyState === 1 && this.#wire.listenerCount("drain") > 0;
  }

  /** Something came from the client. */
  hear(parcel: Parcel): void {
    if (this.readyState === 3) return;
    if (this.#isPaused && "frame" in parcel) {
      this.#unread.push(parcel);
      return;
    }
    if ("frame" in parcel) this.emit("message", bufferOf(parcel.frame), true);
    else this.#closed();
  }

  pause(): void {
    this.#isPaused = true;
  }

  /** Reads on, as far as it is not paused again meanwhile. */
  resume(): void {
    this.#isPaused = false;
    for (let next = this.#unread.shift(); next !== undefined; next = this.#unread.shift()) {
      this.hear(next);
      if (this.#isPaused) return;
    }
  }

  /** The client has read what waited. */
  drained(): void {
    if (this.readyState === 1 && this.#line.waitingBytes === 0) this.#wire.emit("drain");
  }

  close(code: number, reason: string): void {
    if (this.readyState !== 1) return;
    this.readyState = 2;
    this.#line.toClient({ end: code, reason });
  }

  terminate(): void {
    if (this.readyState === 3) return;
    this.#line.toClient({ end: 1006, reason: "" });
    this.#closed();
  }

  ping(): void {
    this.#line.ping(() => {
      if (this.readyState !== 3) this.emit("pong");
    });
  }

  #closed(): void {
    this.readyState = 3;
    this.emit("close");
  }
}

function bufferOf({ buffer, byteOffset, length }: Uint8Array): Buffer {
  return Buffer.from(buffer, byteOffset, length);
}

class ServerWire extends EventEmitter {
  readonly #line: Outlet;
  #parts: Uint8Array[] = [];

  constructor(line: Outlet) {
    super();
    this.#line = line;
  }

  get writableLength(): number {
    return this.#line.waitingBytes * weight;
  }

  cork(): void {}

  uncork(): void {}

  write(bytes: Buffer): boolean {
    for (const { isLast, payload } of partsOf(bytes)) {
      this.#parts.push(payload);
      if (!isLast) continue;
      const [only] = this.#parts;
      this.#line.toClient({ frame: this.#parts.length === 1 ? only! : Buffer.concat(this.#parts) });
      this.#parts = [];
    }
    return true;
  }
}

interface Part {
  readonly isLast: boolean;
  readonly payload: Uint8Array;
}

const knownParts = new WeakMap<Buffer, readonly Part[]>();

/** The WebSocket frames in the bytes. Many sockets are written the same buffer: it is read once. */
function partsOf(bytes: Buffer): readonly Part[] {
  const known = knownParts.get(bytes);
  if (known !== undefined) return known;
  const parts: Part[] = [];
  for (let at = 0; at < bytes.length; ) {
    const isLast = (bytes.readUInt8(at) & 0x80) !== 0;
    let length = bytes.readUInt8(at + 1);
    at += 2;
    if (length === 126) {
      length = bytes.readUInt16BE(at);
      at += 2;
    } else if (length === 127) {
      length = Number(bytes.readBigUInt64BE(at));
      at += 8;
    }
    parts.push({ isLast, payload: bytes.subarray(at, at + length) });
    at += length;
  }
  knownParts.set(bytes, parts);
  return parts;
}
