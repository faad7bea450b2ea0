import type { Random } from "../../../../trouble/random.ts";
import type { Clock, Owner } from "./clock.ts";
import { type Parcel, Pipe } from "./pipe.ts";
import { ServerSocket } from "./server-socket.ts";

/** The client's end. */
interface Hearer {
  /** Whose work it is to hear. */
  readonly owner: Owner;
  hear(parcel: Parcel): void;
}

export interface LineOptions {
  readonly clock: Clock;
  readonly random: Random;
  readonly client: Hearer;
  /** Whose work it is what the server does. */
  readonly process: Owner;
}

/** How late an end may be told that the line broke. */
const noticedByClientMs = 1_500;
const noticedByServerMs = 3_000;

const lost: Parcel = { end: 1006, reason: "" };

/** A client's socket, the server's, and what lies between them. */
export class Line {
  readonly client: Hearer;
  readonly server: ServerSocket;
  readonly #options: LineOptions;
  readonly #up: Pipe;
  readonly #down: Pipe;
  #isBroken = false;

  constructor(options: LineOptions) {
    this.#options = options;
    const { clock, random, client, process } = options;
    this.client = client;
    this.server = new ServerSocket(this);
    this.#up = new Pipe({ clock, random, owner: process, deliver: (parcel) => this.server.hear(parcel) });
    const emptied = (): void => {
      if (this.server.isDrainAwaited) clock.after(0, () => this.server.drained(), process);
    };
    const deliver = (parcel: Parcel): void => client.hear(parcel);
    // A client hears nothing before it knows that its socket is open.
    const { owner } = client;
    this.#down = new Pipe({ clock, random, owner, deliver, emptied, opensAt: clock.now + 1 });
  }

  /** Whether the line works and nothing is under way. */
  get isIdle(): boolean {
    return !this.#isBroken && this.#up.isEmpty && this.#down.isEmpty && this.server.isAllHeard;
  }

  /** Whether nothing goes over it any more. */
  get isDone(): boolean {
    return this.server.readyState !== 1 && this.#down.isEmpty;
  }

  /** Whether the server reads no further for now. */
  get isHeldBack(): boolean {
    return this.server.isHeldBack;
  }

  /** Bytes that the client has not read. */
  get waitingBytes(): number {
    return this.#down.waitingBytes;
  }

  toClient(parcel: Parcel): void {
    this.#down.send(parcel);
  }

  toServer(parcel: Parcel): void {
    this.#up.send(parcel);
  }

  /** Browsers answer pings by themselves. */
  ping(answered: () => void): void {
    const { clock, process } = this.#options;
    if (!this.#isBroken) clock.after(5, answered, process);
  }

  /** The client reads nothing for a while. */
  stall(ms: number): void {
    this.#down.stall(this.#options.clock.now + ms);
  }

  /** The line breaks somewhere: each end finds out by itself, the server sometimes only by its own pings. */
  break(): void {
    if (this.#isBroken) return;
    this.#isBroken = true;
    const { clock, random, process } = this.#options;
    this.#up.break();
    this.#down.break();
    clock.after(random.below(noticedByClientMs), () => this.client.hear(lost), this.client.owner);
    if (random.chance(0.8))
      clock.after(random.below(noticedByServerMs), () => this.server.hear(lost), process);
  }
}
