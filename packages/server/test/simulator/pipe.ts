import type { Random } from "../../../../trouble/random.ts";
import type { Clock, Owner } from "./clock.ts";

/** What one end of a line sends to the other. */
export type Parcel = { readonly frame: Uint8Array } | { readonly end: number; readonly reason: string };

export interface PipeOptions {
  readonly clock: Clock;
  readonly random: Random;
  /** Whose work it is to hear what comes out. */
  readonly owner: Owner;
  /** Nothing comes out before that time. */
  readonly opensAt?: number;
  readonly deliver: (parcel: Parcel) => void;
  /** Nothing is under way any more. */
  readonly emptied?: () => void;
}

/** One direction of a line: in order, late, and until it breaks. */
export class Pipe {
  /** Bytes that are under way. */
  waitingBytes = 0;
  readonly #options: PipeOptions;
  #queue: { readonly parcel: Parcel; readonly at: number }[] = [];
  #last = 0;
  #stalledUntil = 0;
  #isBroken = false;

  constructor(options: PipeOptions) {
    this.#options = options;
    this.#last = options.opensAt ?? 0;
  }

  get isEmpty(): boolean {
    return this.#queue.length === 0;
  }

  send(parcel: Parcel): void {
    if (this.#isBroken) return;
    const { clock, random } = this.#options;
    const lateMs = random.chance(0.9) ? random.below(30) / 10 : random.below(80);
    this.#last = Math.max(this.#last, clock.now + lateMs);
    this.#queue.push({ parcel, at: this.#last });
    this.waitingBytes += sizeOf(parcel);
    if (this.#queue.length === 1) this.#wake();
  }

  /** Nothing comes out before that time: the reader is slow. */
  stall(until: number): void {
    this.#stalledUntil = until;
  }

  /** The line breaks: some of what is under way still comes, the rest never. */
  break(): void {
    if (this.#isBroken) return;
    this.#isBroken = true;
    const lost = this.#queue.splice(this.#options.random.below(this.#queue.length + 1));
    for (const { parcel } of lost) this.waitingBytes -= sizeOf(parcel);
  }

  #wake(): void {
    const [first] = this.#queue;
    if (first === undefined) return;
    const { clock, owner } = this.#options;
    clock.at(Math.max(first.at, this.#stalledUntil), () => this.#arrive(), owner);
  }

  #arrive(): void {
    const { clock, deliver, emptied } = this.#options;
    let count = 0;
    for (const { at } of this.#queue) {
      if (Math.max(at, this.#stalledUntil) > clock.now) break;
      count++;
    }
    for (const { parcel } of this.#queue.splice(0, count)) {
      this.waitingBytes -= sizeOf(parcel);
      deliver(parcel);
    }
    if (this.isEmpty) emptied?.();
    else this.#wake();
  }
}

function sizeOf(parcel: Parcel): number {
  return "frame" in parcel ? parcel.frame.length : 0;
}
