import { MalformedFrames, maxMessageBytes, opcodes, readFrames, type WireFrame } from "@quire/protocol";
import { fail } from "../errors.ts";

/** Frames that are heard in one turn of the event loop. A body may have eighty thousand. */
const atOnce = 1_000;

/** What an intake tells whoever listens. */
export interface IntakeListener {
  message(data: Buffer, isBinary: boolean): void;
  /** The client says goodbye. */
  goodbye(): void;
}

/**
 * The bodies that a client sends on a polled line, in their order, each once and as a whole or not at all: messages, in frames.
 * While it is paused the rest of a body waits, and so does its sender, since the answer leaves when all of it was heard.
 */
export class PolledIntake {
  readonly #listener: IntakeListener;
  /** The number of the last body. */
  #taken = 0;
  #frames: Iterator<WireFrame, void> | undefined;
  #heard = Promise.withResolvers<void>();
  /** The parts of a message that is not whole yet. */
  #parts: Buffer[] = [];
  #partBytes = 0;
  #isPaused = false;
  #isHearing = false;

  constructor(listener: IntakeListener) {
    this.#listener = listener;
  }

  /** Resolves when all of the body was heard; for one that is sent again, when it was the first time. */
  take(number: number, body: Buffer): Promise<void> {
    const isAgain = number === this.#taken && number > 0;
    if (isAgain) return this.#heard.promise;
    const next = this.#frames === undefined ? this.#taken + 1 : this.#taken;
    if (number !== next) return Promise.reject(fail("QUIRE_ERR_LINE_OUT_OF_STEP", { next, number }));
    try {
      this.#check(body);
    } catch (error) {
      if (!(error instanceof MalformedFrames)) throw error;
      return Promise.reject(fail("QUIRE_ERR_BAD_REQUEST", { problem: error.message }, { cause: error }));
    }
    this.#taken = number;
    this.#heard = Promise.withResolvers();
    this.#frames = readFrames(body);
    this.#hear();
    return this.#heard.promise;
  }

  pause(): void {
    this.#isPaused = true;
  }

  resume(): void {
    if (!this.#isPaused) return;
    this.#isPaused = false;
    setImmediate(() => this.#hear());
  }

  /** Nothing is heard any more. */
  end(): void {
    this.#done();
    this.#parts = [];
  }

  #done(): void {
    this.#frames = undefined;
    this.#heard.resolve();
  }

  #hear(): void {
    if (this.#isHearing) return;
    this.#isHearing = true;
    for (let count = 0; this.#frames !== undefined && !this.#isPaused; count++) {
      if (count === atOnce) {
        setImmediate(() => this.#hear());
        break;
      }
      const next = this.#frames.next();
      if (next.done === true) this.#done();
      else this.#read(next.value);
    }
    this.#isHearing = false;
  }

  /** Throws `MalformedFrames` unless all of the body is what a client sends. */
  #check(body: Buffer): void {
    let isMidway = this.#parts.length > 0;
    for (const { opcode, isLast } of readFrames(body)) {
      if (!heard.has(opcode))
        throw new MalformedFrames(`a frame with the opcode ${opcode} is not heard here`);
      if (opcode === opcodes.close) continue;
      if (isMidway !== (opcode === opcodes.continuation))
        throw new MalformedFrames(
          isMidway ? "a message begins in another" : "a message goes on that was not begun",
        );
      isMidway = !isLast;
    }
  }

  #read({ opcode, isLast, payload }: WireFrame): void {
    const part = Buffer.from(payload.buffer, payload.byteOffset, payload.length);
    if (opcode === opcodes.close) return this.#listener.goodbye();
    if (opcode === opcodes.text) return this.#listener.message(part, false);
    if (isLast && this.#parts.length === 0) return this.#listener.message(part, true);
    this.#parts.push(part);
    this.#partBytes += part.length;
    // What is too long already is heard as it is: it ends the line.
    if (!isLast && this.#partBytes <= maxMessageBytes) return;
    const message = Buffer.concat(this.#parts.splice(0), this.#partBytes);
    this.#partBytes = 0;
    this.#listener.message(message, true);
  }
}

const heard: ReadonlySet<number> = new Set([
  opcodes.continuation,
  opcodes.text,
  opcodes.binary,
  opcodes.close,
]);
