import { tokenAmong } from "@quire/protocol";
import { RenewalPace } from "../renewal-pace.ts";
import type { LineSocket } from "../sync/line.ts";

/** Bytes of the longest token, with what stands before it. */
const longestWord = 8_192 + 64;

/** Who is told what comes in text frames. */
interface RenewalListener {
  onToken(token: string): void;
  /** More came than are looked at: the line is to be ended. */
  onTooMany(): void;
}

/** A WebSocket whose client brings newer tokens in text frames: those are for whoever lets people in, and the line never hears them. */
export class RenewingSocket implements LineSocket {
  readonly OPEN: number;
  readonly #socket: LineSocket;
  readonly #listener: RenewalListener;
  readonly #pace = new RenewalPace();

  constructor(socket: LineSocket, listener: RenewalListener) {
    this.OPEN = socket.OPEN;
    this.#socket = socket;
    this.#listener = listener;
  }

  get readyState(): number {
    return this.#socket.readyState;
  }

  on(event: "message", listener: (data: Buffer, isBinary: boolean) => void): unknown;
  on(event: "pong" | "close" | "error", listener: () => void): unknown;
  on(
    event: "message" | "pong" | "close" | "error",
    listener: (data: Buffer, isBinary: boolean) => void,
  ): unknown {
    if (event !== "message") return this.#socket.on(event, listener as () => void);
    return this.#socket.on("message", (data, isBinary) => {
      // What is no token, the line answers.
      if (isBinary || !this.#take(data)) listener(data, isBinary);
    });
  }

  once(event: "close", listener: () => void): unknown {
    return this.#socket.once(event, listener);
  }

  pause(): void {
    this.#socket.pause();
  }

  resume(): void {
    this.#socket.resume();
  }

  ping(): void {
    this.#socket.ping();
  }

  close(code: number, reason: string): void {
    this.#socket.close(code, reason);
  }

  terminate(): void {
    this.#socket.terminate();
  }

  #take(data: Buffer): boolean {
    const token = data.length <= longestWord ? tokenAmong([data.toString("latin1")]) : undefined;
    if (token === undefined || token === "") return false;
    if (this.#pace.isTooMany()) this.#listener.onTooMany();
    else this.#listener.onToken(token);
    return true;
  }
}
