import { type Delta, lengthOf, type Op } from "./delta.ts";

/** Reads a delta in pieces of any length. Behind its end there is text that stays. */
export class Reader {
  readonly #delta: Delta;
  #index = 0;
  #offset = 0;

  constructor(delta: Delta) {
    this.#delta = delta;
  }

  get isAtEnd(): boolean {
    return this.#index >= this.#delta.length;
  }

  get isAtInsert(): boolean {
    const op = this.#delta[this.#index];
    return op !== undefined && "insert" in op;
  }

  get isAtDelete(): boolean {
    const op = this.#delta[this.#index];
    return op !== undefined && "delete" in op;
  }

  /** What is left of the piece. */
  get left(): number {
    const op = this.#delta[this.#index];
    return op ? lengthOf(op) - this.#offset : Number.POSITIVE_INFINITY;
  }

  /** The next piece, or as much of it. */
  next(length = this.left): Op {
    const op = this.#delta[this.#index];
    if (!op) return { retain: length };
    const from = this.#offset;
    const taken = Math.min(length, lengthOf(op) - from);
    this.#offset += taken;
    if (this.#offset === lengthOf(op)) {
      this.#index++;
      this.#offset = 0;
    }
    if ("delete" in op) return { delete: taken };
    if ("retain" in op) return { ...op, retain: taken };
    return typeof op.insert === "string" ? { ...op, insert: op.insert.slice(from, from + taken) } : op;
  }
}
