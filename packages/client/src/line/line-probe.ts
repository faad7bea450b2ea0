/** How long a line may be silent. */
export interface ProbeTimes {
  /** Silence after which the server is asked for a sign of life. */
  readonly quietMs: number;
  /** How long that sign may take. */
  readonly answerMs: number;
}

/** What a probe does to its line. */
export interface ProbedLine {
  /** Nobody looks at the page, and nothing waits to be saved: the line may be silent three times as long. */
  isResting(): boolean;
  /** Sends what the server answers at once. */
  ask(): void;
  /** Bytes that the platform still holds back. */
  waitingBytes(): number;
  /** The line is dead. */
  lose(): void;
}

/** A server says something every 20 s: longer than that a resting line need not be asked at all while it lives. */
const restFactor = 3;

/** After so long a silence by the clock on the wall, somebody who is back need not wait for an answer: there is none. */
const deadMs = 30_000;

/**
 * Finds lines that are open and dead (a laptop that slept, a cable that was pulled), which the platform reports after
 * minutes or never. Owns one timer; `stop` ends it.
 *
 *     start -> (quiet + answer) -> lost            the line never opened, or nothing came
 *     heard -> (quiet) -> ask -> (answer) -> lost  unless something is heard, or bytes still leave
 *     hurry -> ask -> (half an answer) -> lost     likewise
 */
export class LineProbe {
  readonly #line: ProbedLine;
  readonly #times: ProbeTimes;
  #timer: ReturnType<typeof setTimeout> | undefined;
  #heardAt = 0;
  /** By the clock on the wall, which goes on while a machine sleeps. */
  #heardOn = 0;
  #state: "stopped" | "opening" | "listening" | "asked" = "stopped";

  constructor(line: ProbedLine, times: ProbeTimes) {
    this.#line = line;
    this.#times = times;
  }

  /** The line is being made. */
  start(): void {
    this.#state = "opening";
    this.#after(this.#times.quietMs + this.#times.answerMs, () => this.#line.lose());
  }

  /** Something came: the silence begins anew. A timer that runs is left to find that out: messages come by hundreds. */
  heard(): void {
    this.#heardAt = performance.now();
    this.#heardOn = Date.now();
    if (this.#state !== "listening") this.#listen(this.#quietMs);
  }

  /** Somebody is back who should not wait for a dead line. */
  hurry(): void {
    const { answerMs } = this.#times;
    if (this.#state === "opening") this.#after(answerMs, () => this.#line.lose());
    else if (this.#state !== "stopped" && Date.now() - this.#heardOn > deadMs) this.#line.lose();
    else if (this.#state === "listening") this.#ask(answerMs / 2);
  }

  /** No question until something is heard again. */
  stop(): void {
    this.#state = "stopped";
    clearTimeout(this.#timer);
  }

  get #quietMs(): number {
    return this.#times.quietMs * (this.#line.isResting() ? restFactor : 1);
  }

  #listen(ms: number): void {
    this.#state = "listening";
    // A line that rests is looked at as often as others, though it is not asked: what leaves it meanwhile ends its rest.
    this.#after(Math.min(ms, this.#times.quietMs), () => {
      const left = this.#heardAt + this.#quietMs - performance.now();
      if (left > 0) this.#listen(left);
      else this.#ask(this.#times.answerMs);
    });
  }

  #ask(answerMs: number): void {
    this.#state = "asked";
    // Before the question, which leaves the page on a dead line too.
    const waiting = this.#line.waitingBytes();
    this.#line.ask();
    this.#await(answerMs, waiting);
  }

  #await(answerMs: number, waitingBefore: number): void {
    this.#after(answerMs, () => {
      // On a slow line the question waits behind a large message of ours. As long as that one leaves, somebody takes it.
      const waiting = this.#line.waitingBytes();
      if (waiting < waitingBefore) this.#await(answerMs, waiting);
      else this.#line.lose();
    });
  }

  #after(ms: number, act: () => void): void {
    clearTimeout(this.#timer);
    this.#timer = setTimeout(act, ms);
  }
}
