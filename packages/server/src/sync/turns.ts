import { Counts } from "../metrics/counts.ts";

/** Something with work for the end of the turn. */
export interface TurnWork {
  endTurn(): void;
}

/**
 * A turn of the event loop is the unit of work: rooms relay and log once what arrived in it, then each connection writes
 * once what it got. Rooms come before connections, since they fill them.
 */
export class Turns {
  readonly #rooms = new Set<TurnWork>();
  /** A connection comes once, with the first that is said to it. */
  #connections: TurnWork[] = [];
  /** When the last turn ended, in milliseconds of `performance.now()`: asked once for all its connections. */
  #endedAt = performance.now();
  /** What all that works by turns counts. */
  readonly counts = new Counts();
  readonly #onError: (error: unknown) => void;
  /** When the first work of this turn came, undefined while there is none. */
  #began: number | undefined;

  /** `onError` hears what a room or a connection threw; the others' turns end all the same. */
  constructor(onError: (error: unknown) => void) {
    this.#onError = onError;
  }

  /** Tells of what went wrong in something that works by turns, outside of one. */
  report(error: unknown): void {
    this.#onError(error);
  }

  addRoom(room: TurnWork): void {
    this.#rooms.add(room);
    this.#schedule();
  }

  addConnection(connection: TurnWork): void {
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
    const rooms = [...this.#rooms];
    this.#rooms.clear();
    this.#run(rooms);
    this.#endedAt = performance.now();
    const connections = this.#connections;
    this.#connections = [];
    this.#run(connections);
    if (began !== undefined) this.counts.relay.observe((performance.now() - began) / 1_000);
  }

  get endedAt(): number {
    return this.#endedAt;
  }

  #run(works: readonly TurnWork[]): void {
    for (const work of works) {
      try {
        work.endTurn();
      } catch (error) {
        this.#onError(error);
      }
    }
  }
}
