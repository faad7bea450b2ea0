import { EventEmitter } from "node:events";
import { fail } from "../errors.ts";
import type { LineWire } from "../sync/line.ts";

/** Whoever waits for an answer, one at a time. */
interface Asker {
  readonly resolve: (frames: Buffer) => void;
  readonly reject: (error: Error) => void;
}

/**
 * What lies under a polled line, in place of a TCP socket. What is written waits until it is fetched, and leaves as an answer
 * with a number. The last answer is kept until the next one is asked for: one that was lost on its way is asked for again.
 *
 *     write, write --ask n+1--> answer n+1        nothing there: the asker waits
 *                  --ask n----> answer n again
 */
export class PolledWire extends EventEmitter<{ drain: [] }> implements LineWire {
  #frames: Buffer[] = [];
  #bytes = 0;
  #corks = 0;
  /** The number of the last answer, and what was in it. */
  #given = 0;
  #last: Buffer = Buffer.alloc(0);
  #asker: Asker | undefined;
  #isOver = false;

  get writableLength(): number {
    return this.#bytes;
  }

  /** Whether somebody waits for what comes next. */
  get isAsked(): boolean {
    return this.#asker !== undefined;
  }

  cork(): void {
    this.#corks++;
  }

  uncork(): void {
    this.#corks--;
    this.#answer();
  }

  write(frames: Buffer): void {
    if (this.#isOver) return;
    this.#frames.push(frames);
    this.#bytes += frames.length;
    this.#answer();
  }

  /**
   * Resolves with the answer of this number: at once where something waits, or as soon as something comes. Who asks while another
   * waits takes their place. `gone` says that nobody listens any more.
   */
  ask(number: number, gone: AbortSignal): Promise<Buffer> {
    if (this.#isOver) return Promise.reject(fail("QUIRE_ERR_LINE_NOT_FOUND", {}));
    if (number === this.#given && this.#last.length > 0) return Promise.resolve(this.#last);
    if (number !== this.#given + 1)
      return Promise.reject(fail("QUIRE_ERR_LINE_OUT_OF_STEP", { next: this.#given + 1, number }));
    // Who asks for the next has the last.
    this.#last = Buffer.alloc(0);
    this.#dismiss(fail("QUIRE_ERR_LINE_OUT_OF_STEP", { next: number, number }));
    return new Promise((resolve, reject) => {
      const asker = { resolve, reject };
      this.#asker = asker;
      gone.addEventListener("abort", () => {
        if (this.#asker === asker) this.#dismiss(fail("QUIRE_ERR_LINE_NOT_FOUND", {}));
      });
      this.#answer();
    });
  }

  /** Nothing is given any more. */
  end(): void {
    this.#isOver = true;
    this.#frames = [];
    this.#bytes = 0;
    this.#dismiss(fail("QUIRE_ERR_LINE_NOT_FOUND", {}));
  }

  #answer(): void {
    if (this.#asker === undefined || this.#corks > 0 || this.#bytes === 0) return;
    this.#last = Buffer.concat(this.#frames, this.#bytes);
    this.#given++;
    this.#frames = [];
    this.#bytes = 0;
    this.#asker.resolve(this.#last);
    this.#asker = undefined;
    // As a socket does: not before whoever wrote is done.
    if (this.listenerCount("drain") > 0) setImmediate(() => this.emit("drain"));
  }

  #dismiss(error: Error): void {
    this.#asker?.reject(error);
    this.#asker = undefined;
  }
}
