import { Counts } from "../metrics/counts.ts";

/** Something with work for the end of the turn. */
export interface TurnWork {
  endTurn(): void;
}

/** A connection: what it writes, so many others have to write too. */
export interface Writing extends TurnWork {
  readonly size: number;
}

/** What a turn's end may take, where nobody waits long for the rest. */
export interface TurnLimits {
  /**
   * How long it answers, how long it writes, and how long it writes what was left over, in milliseconds each. One answer and
   * one write are made in any case.
   */
  readonly sliceMs: number;
  /** How long a write may be left over before all that is left is written, however long that takes. */
  readonly longestWaitMs: number;
}

/** For a server: a turn's end is over before anybody notices. */
export const busyLimits: TurnLimits = { sliceMs: 4, longestWaitMs: 250 };

/** Writes from which on their order matters: those before the last of them take milliseconds. */
const manyWrites = 64;

const unlimited: TurnLimits = { sliceMs: Number.POSITIVE_INFINITY, longestWaitMs: 0 };

/**
 * A turn of the event loop is the unit of work: rooms relay and log once what arrived in it, then each connection writes
 * once what it got. Rooms come before connections, since they fill them.
 *
 * A write is a call of the system. When thousands come back at once, each with news for fifty others, those of one turn
 * took 150 ms, for which nobody was heard. So what is new is written first, to small rooms before large ones,
 * and then some of what was left over: who is left over gets more at once, later, and two who type to each other do not
 * wait for a crowd.
 */
export class Turns {
  readonly #rooms = new Set<TurnWork>();
  /** A connection comes once, with the first that is said to it. */
  #connections: Writing[] = [];
  /** Connections that an earlier turn had no time for, the oldest first. */
  #late: TurnWork[] = [];
  #lateSince = 0;
  readonly #limits: TurnLimits;
  /** How long this turn's end has answered. */
  #answeredMs = 0;
  /** When the last turn ended, in milliseconds of `performance.now()`: asked once for all its connections. */
  #endedAt = performance.now();
  /** What all that works by turns counts. */
  readonly counts = new Counts();
  readonly #onError: (error: unknown) => void;
  /** When the first work of this turn came, undefined while there is none. */
  #began: number | undefined;

  /** `onError` hears what a room or a connection threw; the others' turns end all the same. */
  constructor(onError: (error: unknown) => void, limits = unlimited) {
    this.#onError = onError;
    this.#limits = limits;
  }

  /** Tells of what went wrong in something that works by turns, outside of one. */
  report(error: unknown): void {
    this.#onError(error);
  }

  addRoom(room: TurnWork): void {
    this.#rooms.add(room);
    this.#schedule();
  }

  addConnection(connection: Writing): void {
    this.#connections.push(connection);
    this.#schedule();
  }

  #schedule(): void {
    if (this.#began !== undefined) return;
    this.#began = performance.now();
    setImmediate(() => this.end());
  }

  /** Ends the turn now; tests call it instead of waiting. */
  end(): void {
    const began = this.#began;
    this.#began = undefined;
    this.#answeredMs = 0;
    const rooms = [...this.#rooms];
    this.#rooms.clear();
    this.#run(rooms);
    this.#endedAt = performance.now();
    const connections = this.#connections;
    this.#connections = [];
    if (connections.length > manyWrites) connections.sort((one, other) => one.size - other.size);
    this.#leave(connections.slice(this.#run(connections, this.#limits.sliceMs)));
    this.#writeLate();
    if (began !== undefined) this.counts.relay.observe((performance.now() - began) / 1_000);
  }

  get endedAt(): number {
    return this.#endedAt;
  }

  /** Answers somebody while this turn has time for it; false where it has none left, and a later one is asked. */
  answer(work: () => void): boolean {
    if (this.#answeredMs >= this.#limits.sliceMs && this.#answeredMs > 0) return false;
    const began = performance.now();
    work();
    this.#answeredMs += Math.max(performance.now() - began, Number.EPSILON);
    return true;
  }

  #leave(connections: readonly TurnWork[]): void {
    if (connections.length === 0) return;
    if (this.#late.length === 0) this.#lateSince = performance.now();
    this.#late.push(...connections);
  }

  #writeLate(): void {
    const late = this.#late;
    if (late.length === 0) return;
    const { sliceMs, longestWaitMs } = this.#limits;
    const waited = performance.now() - this.#lateSince;
    // Whoever is heard faster than the others can be written to has to wait in the end.
    const written = this.#run(late, waited < longestWaitMs ? sliceMs : Number.POSITIVE_INFINITY);
    this.#late = late.slice(written);
    if (this.#late.length > 0) this.#schedule();
    else this.counts.relay.observe(waited / 1_000);
  }

  /** Ends as many turns as there is time for, and tells how many. */
  #run(works: readonly TurnWork[], sliceMs = Number.POSITIVE_INFINITY): number {
    const began = performance.now();
    let done = 0;
    for (const work of works) {
      if (done > 0 && sliceMs < Number.POSITIVE_INFINITY && performance.now() - began >= sliceMs) break;
      done++;
      try {
        work.endTurn();
      } catch (error) {
        this.#onError(error);
      }
    }
    return done;
  }
}
