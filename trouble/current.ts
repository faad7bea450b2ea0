import type { Socket } from "node:net";
import type { Random } from "./random.ts";

/** How one direction is at a moment. */
export interface CurrentState {
  readonly lateMs: number;
  readonly pieceBytes: number;
  readonly lumpMs: number;
  readonly bytesPerSecond: number;
  readonly isStalled: boolean;
}

/** Bytes on their way, or the end behind them. */
interface Parcel {
  readonly dueAt: number;
  readonly bytes: Buffer | undefined;
}

/** Pieces that one write may fall into: of a whole document a piece of one byte would take minutes. */
const maxPieces = 100;

/** One direction of a connection: what is given to it comes out at `to` in its order, as the network has it at that time. */
export class Current {
  readonly #to: Socket;
  readonly #state: () => CurrentState;
  readonly #random: Random;
  readonly #parcels: Parcel[] = [];
  #lastDueAt = 0;
  #timer: NodeJS.Timeout | undefined;

  constructor(to: Socket, state: () => CurrentState, random: Random) {
    this.#to = to;
    this.#state = state;
    this.#random = random;
  }

  take(bytes: Buffer): void {
    for (const piece of this.#piecesOf(bytes)) this.#add(piece, piece.length);
    this.flow();
  }

  /** No more comes. */
  end(): void {
    this.#add(undefined, 0);
    this.flow();
  }

  /** Passes on what is due. To be called again where a stall has ended. */
  flow(): void {
    clearTimeout(this.#timer);
    if (this.#state().isStalled || this.#to.writableEnded || this.#to.destroyed) return;
    const now = performance.now();
    const due: Buffer[] = [];
    while ((this.#parcels[0]?.dueAt ?? Number.POSITIVE_INFINITY) <= now) {
      const bytes = this.#parcels.shift()?.bytes;
      if (bytes === undefined) return this.#finish(due);
      due.push(bytes);
    }
    if (due.length > 0) this.#to.write(Buffer.concat(due));
    const next = this.#parcels[0];
    if (next !== undefined) this.#timer = setTimeout(() => this.flow(), next.dueAt - now);
  }

  /** What is on its way is lost. */
  stop(): void {
    clearTimeout(this.#timer);
    this.#parcels.length = 0;
  }

  #finish(due: readonly Buffer[]): void {
    this.stop();
    if (due.length > 0) this.#to.write(Buffer.concat(due));
    this.#to.end();
  }

  #add(bytes: Buffer | undefined, length: number): void {
    const { lateMs, lumpMs, pieceBytes, bytesPerSecond } = this.#state();
    const now = performance.now();
    const lumped = lumpMs > 0 ? Math.ceil(now / lumpMs) * lumpMs : now;
    // A millisecond apart, so that the other side reads them apart.
    const apartMs = Number.isFinite(pieceBytes) ? 1 : 0;
    const begin = Math.max(lumped + lateMs, this.#lastDueAt + apartMs);
    this.#lastDueAt = begin + (length / bytesPerSecond) * 1000;
    this.#parcels.push({ dueAt: this.#lastDueAt, bytes });
  }

  #piecesOf(bytes: Buffer): Buffer[] {
    const { pieceBytes } = this.#state();
    if (bytes.length <= pieceBytes) return [bytes];
    const most = Math.max(pieceBytes, Math.ceil((2 * bytes.length) / maxPieces));
    const pieces: Buffer[] = [];
    for (let from = 0; from < bytes.length; ) {
      const to = from + 1 + this.#random.below(most);
      pieces.push(bytes.subarray(from, to));
      from = to;
    }
    return pieces;
  }
}
