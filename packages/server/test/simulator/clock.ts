/** Whose work an event is: a process that dies takes its timers with it. */
export interface Owner {
  readonly isAlive: boolean;
  /** Whether its code waits for promises; those are let run before the next event. */
  readonly usesPromises: boolean;
}

interface Event {
  at: number;
  order: number;
  isCancelled: boolean;
  readonly owner: Owner;
  readonly everyMs: number | undefined;
  readonly run: () => void;
}

/** The world outside of every process: the scenario, the clients. */
export const outside: Owner = { isAlive: true, usesPromises: false };

/**
 * Time that passes only from one event to the next. While it is installed, timers and `performance.now` are its own, and a
 * timer belongs to whoever was at work when it was set.
 */
export class Clock {
  now = 1_000;
  /** How many events there were. */
  events = 0;
  #owner = outside;
  #order = 0;
  readonly #heap: Event[] = [];

  /** Calls `run` at that time, as work of `owner`. Events of one time come in the order in which they were set. */
  at(time: number, run: () => void, owner: Owner = this.#owner): void {
    this.#push(this.#event(Math.max(time, this.now), run, owner));
  }

  after(ms: number, run: () => void, owner: Owner = this.#owner): void {
    this.at(this.now + ms, run, owner);
  }

  /** Does work of `owner` now, with all that follows from it at once. */
  async as<Result>(owner: Owner, work: () => Result): Promise<Result> {
    this.#owner = owner;
    const result = work();
    if (owner.usesPromises) await promisesRun();
    this.#owner = outside;
    return result;
  }

  /** Lets that much time pass. */
  async pass(ms: number): Promise<void> {
    const end = this.now + ms;
    for (let event = this.#heap[0]; event !== undefined && event.at <= end; event = this.#heap[0]) {
      this.#pop();
      if (event.isCancelled || !event.owner.isAlive) continue;
      this.now = event.at;
      this.events++;
      this.#owner = event.owner;
      event.run();
      if (event.everyMs !== undefined && !event.isCancelled) this.#again(event, event.everyMs);
      if (event.owner.usesPromises) await promisesRun();
    }
    this.#owner = outside;
    this.now = end;
  }

  /** Puts the clock in the place of the real one; answers with the way back. */
  install(): () => void {
    const replaced = { setTimeout, clearTimeout, setInterval, clearInterval, setImmediate, clearImmediate };
    const realNow = performance.now;
    type Run = (...given: unknown[]) => void;
    const clear = (timer?: { event?: Event }): void => {
      if (timer?.event !== undefined) timer.event.isCancelled = true;
    };
    Object.assign(globalThis, {
      setTimeout: (run: Run, ms = 0, ...given: unknown[]) => this.#timer(() => run(...given), ms, undefined),
      setImmediate: (run: Run, ...given: unknown[]) => this.#timer(() => run(...given), 0, undefined),
      setInterval: (run: Run, ms: number, ...given: unknown[]) =>
        this.#timer(() => run(...given), ms, Math.max(1, ms)),
      clearTimeout: clear,
      clearInterval: clear,
      clearImmediate: clear,
    });
    performance.now = () => this.now;
    return () => {
      Object.assign(globalThis, replaced);
      performance.now = realNow;
    };
  }

  #timer(run: () => void, ms: number, everyMs: number | undefined): unknown {
    const event = this.#event(this.now + Math.max(0, ms), run, this.#owner, everyMs);
    this.#push(event);
    const timer = { event, unref: () => timer, ref: () => timer, hasRef: () => true };
    return timer;
  }

  #event(at: number, run: () => void, owner: Owner, everyMs?: number): Event {
    return { at, order: this.#order++, isCancelled: false, owner, everyMs, run };
  }

  #again(event: Event, everyMs: number): void {
    event.at = this.now + everyMs;
    event.order = this.#order++;
    this.#push(event);
  }

  #push(event: Event): void {
    const heap = this.#heap;
    let at = heap.length;
    heap.push(event);
    while (at > 0) {
      const parent = (at - 1) >> 1;
      const above = heap[parent]!;
      if (isBefore(above, event)) break;
      heap[at] = above;
      at = parent;
    }
    heap[at] = event;
  }

  #pop(): void {
    const heap = this.#heap;
    const last = heap.pop();
    if (last === undefined || heap.length === 0) return;
    let at = 0;
    for (;;) {
      let child = 2 * at + 1;
      if (child >= heap.length) break;
      if (child + 1 < heap.length && isBefore(heap[child + 1]!, heap[child]!)) child++;
      if (isBefore(last, heap[child]!)) break;
      heap[at] = heap[child]!;
      at = child;
    }
    heap[at] = last;
  }
}

function isBefore(one: Event, other: Event): boolean {
  return one.at < other.at || (one.at === other.at && one.order < other.order);
}

/** Resolves when every promise that can go on has gone on: Node does the next tick when none is left that can. */
function promisesRun(): Promise<void> {
  return new Promise((done) => process.nextTick(done));
}
