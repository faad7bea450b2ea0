import { EventEmitter } from "node:events";
import type { Socket } from "node:net";

/** What lies under a WebSocket, as far as a line sees it: it reads the frames that are written. */
export class FakeWire extends EventEmitter {
  /** The messages that were written, whole. */
  readonly messages: Uint8Array[] = [];
  /** How often the system was asked to write. */
  writes = 0;
  /** Bytes that the reader has not read, while it is told to be slow. */
  writableLength = 0;
  isSlow = false;
  #corked = 0;
  #parts: Buffer[] = [];

  get socket(): Socket {
    return this as unknown as Socket;
  }

  cork(): void {
    this.#corked++;
  }

  uncork(): void {
    if (--this.#corked === 0) this.writes++;
  }

  write(bytes: Buffer): boolean {
    if (this.#corked === 0) this.writes++;
    if (this.isSlow) this.writableLength += bytes.length;
    for (let at = 0; at < bytes.length; ) at = this.#readFrame(bytes, at);
    return !this.isSlow;
  }

  /** The reader reads all that waits. */
  drain(): void {
    this.writableLength = 0;
    this.emit("drain");
  }

  #readFrame(bytes: Buffer, start: number): number {
    const short = bytes.readUInt8(start + 1);
    let at = start + 2;
    let length = short;
    if (short === 126) {
      length = bytes.readUInt16BE(at);
      at += 2;
    } else if (short === 127) {
      length = Number(bytes.readBigUInt64BE(at));
      at += 8;
    }
    this.#parts.push(bytes.subarray(at, at + length));
    if ((bytes.readUInt8(start) & 0x80) !== 0)
      this.messages.push(Uint8Array.from(Buffer.concat(this.#parts.splice(0))));
    return at + length;
  }
}
