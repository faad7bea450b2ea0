import { EventEmitter } from "node:events";
import { encodeClose, pingFrame } from "@quire/protocol";
import type { LineSocket } from "../sync/line.ts";
import { PolledIntake } from "./polled-intake.ts";
import { PolledWire } from "./polled-wire.ts";

/** How long a client whose question was cut off may take to ask again. It is gone, or its proxy was impatient. */
const cutOffMs = 5_000;

/**
 * A WebSocket as the rest of the server sees it, whose frames come and go in the bodies of requests and answers.
 *
 *     open --close--> closing: its last answer says why --asked, or swept--> closed
 *       `--terminate, goodbye, or nobody asks again-------------------------^
 */
export class PolledSocket
  extends EventEmitter<{ message: [Buffer, boolean]; pong: []; close: []; error: [] }>
  implements LineSocket
{
  readonly OPEN = 1;
  readonly wire = new PolledWire();
  readonly #intake: PolledIntake;
  #state: "open" | "closing" | "closed" = "open";
  #cutOff: NodeJS.Timeout | undefined;

  constructor() {
    super();
    this.#intake = new PolledIntake({
      message: (data, isBinary) => this.emit("message", data, isBinary),
      goodbye: () => this.terminate(),
    });
  }

  get readyState(): 1 | 2 | 3 {
    if (this.#state === "open") return this.OPEN;
    return this.#state === "closing" ? 2 : 3;
  }

  /** The answer of this number, as soon as there is something to say. */
  async ask(number: number, gone: AbortSignal): Promise<Buffer> {
    clearTimeout(this.#cutOff);
    this.emit("pong");
    const asked = this.wire.ask(number, gone);
    // Behind the wire's own listener, which lets the asker go.
    gone.addEventListener("abort", () => this.#wasCutOff());
    const frames = await asked;
    if (this.#state === "closing" && this.wire.writableLength === 0) this.terminate();
    return frames;
  }

  /** Hears a body of frames. Resolves when all of it was heard: where the client sends too fast, later. */
  async take(number: number, body: Buffer): Promise<void> {
    if (this.#state === "open") await this.#intake.take(number, body);
  }

  pause(): void {
    this.#intake.pause();
  }

  resume(): void {
    this.#intake.resume();
  }

  /** Whoever asks has to ask again, which is their sign of life. Where something waits for them, that does it. */
  ping(): void {
    if (this.wire.writableLength === 0) this.wire.write(Buffer.from(pingFrame));
  }

  close(code: number, reason: string): void {
    if (this.#state !== "open") return;
    this.#state = "closing";
    this.#intake.end();
    const isAsked = this.wire.isAsked;
    this.wire.write(Buffer.from(encodeClose(code, reason)));
    if (isAsked) this.terminate();
  }

  terminate(): void {
    if (this.#state === "closed") return;
    this.#state = "closed";
    clearTimeout(this.#cutOff);
    this.#intake.end();
    this.wire.end();
    this.emit("close");
  }

  #wasCutOff(): void {
    if (this.wire.isAsked || this.#state !== "open") return;
    clearTimeout(this.#cutOff);
    this.#cutOff = setTimeout(() => this.terminate(), cutOffMs).unref();
  }
}
