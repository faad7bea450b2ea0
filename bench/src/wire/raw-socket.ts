import { randomBytes } from "node:crypto";
import { connect, type Socket } from "node:net";
import { clientFrame } from "./client-frame.ts";
import { FrameParser, type OnFrame } from "./frame-parser.ts";

export interface RawSocketOptions {
  readonly port: number;
  readonly path: string;
  /** Where the system puts what arrives. One for all sockets: each is read to its end before the next one is. */
  readonly readBuffer: Buffer;
  readonly onOpen: () => void;
  readonly onFrame: OnFrame;
  readonly onClose: () => void;
}

const headEnd = "\r\n\r\n";
const opcodes = { close: 8, ping: 9, pong: 10 } as const;
const closeMs = 2_000;

/**
 * A WebSocket client of the least work: no event a frame, no copy of a small one. It exists so that what makes the load is
 * cheaper than any server that is measured.
 */
export class RawSocket {
  readonly #options: RawSocketOptions;
  readonly #socket: Socket;
  readonly #parser: FrameParser;
  #head: Buffer | undefined = Buffer.alloc(0);
  #bytesIn = 0;
  #failure: string | undefined;
  #isClosed = false;

  constructor(options: RawSocketOptions) {
    this.#options = options;
    this.#parser = new FrameParser(options.onFrame, (opcode, payload) => this.#control(opcode, payload));
    this.#socket = connect({
      host: "127.0.0.1",
      port: options.port,
      noDelay: true,
      onread: { buffer: options.readBuffer, callback: (length, buffer) => this.#read(length, buffer) },
    });
    this.#socket.on("connect", () => this.#greet());
    this.#socket.on("error", (error) => {
      this.#failure ??= error.message;
    });
    this.#socket.on("close", () => {
      this.#isClosed = true;
      options.onClose();
    });
  }

  get bytesIn(): number {
    return this.#bytesIn;
  }

  /** Why it ended, if it has. */
  get failure(): string | undefined {
    return this.#failure;
  }

  get isClosed(): boolean {
    return this.#isClosed;
  }

  send(payload: Uint8Array): void {
    this.#socket.write(clientFrame(payload));
  }

  /** Says goodbye. A server that does not answer is left. */
  close(): void {
    if (this.#head !== undefined) return this.destroy();
    this.#socket.end(clientFrame(Uint8Array.of(0x03, 0xe8), opcodes.close));
    setTimeout(() => this.destroy(), closeMs).unref();
  }

  /** Ends it at once; why, where it is for a failure. */
  destroy(failure?: string): void {
    this.#failure ??= failure;
    this.#socket.destroy();
  }

  #greet(): void {
    const { path, port } = this.#options;
    const key = randomBytes(16).toString("base64");
    const lines = [
      `GET ${path} HTTP/1.1`,
      `Host: 127.0.0.1:${port}`,
      "Upgrade: websocket",
      "Connection: Upgrade",
      `Sec-WebSocket-Key: ${key}`,
      "Sec-WebSocket-Version: 13",
    ];
    this.#socket.write(lines.join("\r\n") + headEnd, "latin1");
  }

  #read(length: number, buffer: Uint8Array): boolean {
    this.#bytesIn += length;
    const bytes = Buffer.from(buffer.buffer, buffer.byteOffset, length);
    if (this.#head === undefined) this.#parser.push(bytes, 0, length);
    else this.#readHead(Buffer.concat([this.#head, bytes]));
    return true;
  }

  #readHead(bytes: Buffer): void {
    const end = bytes.indexOf(headEnd);
    if (end === -1) {
      this.#head = bytes;
      return;
    }
    const [status = ""] = bytes.toString("latin1", 0, end).split("\r\n", 1);
    if (!status.startsWith("HTTP/1.1 101")) {
      this.#failure = `the upgrade was refused: ${status}`;
      return this.destroy();
    }
    this.#head = undefined;
    this.#options.onOpen();
    this.#parser.push(bytes, end + headEnd.length, bytes.length);
  }

  #control(opcode: number, payload: Buffer): void {
    if (opcode === opcodes.ping) {
      this.#socket.write(clientFrame(payload, opcodes.pong));
    } else if (opcode === opcodes.close) {
      const code = payload.length >= 2 ? payload.readUInt16BE(0) : 1005;
      this.#failure = `the server closed it with ${code} ${payload.toString("utf8", 2)}`;
      this.#socket.end();
    }
  }
}
