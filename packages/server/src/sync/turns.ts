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
  readonly #connections = new Set<TurnWork>();
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
    this.#connections.add(connection);
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
    this.#run(this.#rooms);
    this.#run(this.#connections);
    if (began !== undefined) this.counts.relay.observe((performance.now() - began) / 1_000);
  }

  #run(works: Set<TurnWork>): void {
    const due = [...works];
    works.clear();
    for (const work of due) {
      try {
        work.endTurn();
      } catch (error) {
        this.#onError(error);
      }
    }
  }
}
