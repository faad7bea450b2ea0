/** How long a line may be silent. */
export interface ProbeTimes {
  /** Silence after which the server is asked for a sign of life. */
  readonly quietMs: number;
  /** How long that sign may take. */
  readonly answerMs: number;
}

/** What a probe does to its line. */
export interface ProbedLine {
  /** Sends what the server answers at once. */
  ask(): void;
  /** Bytes that the platform still holds back. */
  waitingBytes(): number;
  /** The line is dead. */
  lose(): void;
}

/**
 * Finds lines that are open and dead (a laptop that slept, a cable that was pulled), which the platform reports after
 * minutes or never. Owns one timer; `stop` ends it.
 *
 *     constructed -> (quiet + answer) -> lost          the line never opened
 *     heard -> (quiet) -> ask -> (answer) -> lost      unless something is heard, or bytes still leave
 */
export class LineProbe {
  readonly #line: ProbedLine;
  readonly #times: ProbeTimes;
  #timer: ReturnType<typeof setTimeout> | undefined;
  #heardAt = 0;
  /** The timer is the one that looks how long it has been quiet. */
  #isListening = false;

  constructor(line: ProbedLine, times: ProbeTimes) {
    this.#line = line;
    this.#times = times;
    this.#after(times.quietMs + times.answerMs, () => line.lose());
  }

  /** Something came: the silence begins anew. A timer that runs is left to find that out: messages come by hundreds. */
  heard(): void {
    this.#heardAt = performance.now();
    if (!this.#isListening) this.#listen(this.#times.quietMs);
  }

  /** No question until something is heard again. */
  stop(): void {
    this.#isListening = false;
    clearTimeout(this.#timer);
  }

  #listen(ms: number): void {
    this.#isListening = true;
    this.#after(ms, () => {
      const left = this.#heardAt + this.#times.quietMs - performance.now();
      if (left > 0) this.#listen(left);
      else this.#ask();
    });
  }

  #ask(): void {
    this.#isListening = false;
    this.#line.ask();
    this.#await(this.#line.waitingBytes());
  }

  #await(waitingBefore: number): void {
    this.#after(this.#times.answerMs, () => {
      // On a slow line the question waits behind a large message of ours. As long as that one leaves, somebody takes it.
      const waiting = this.#line.waitingBytes();
      if (waiting < waitingBefore) this.#await(waiting);
      else this.#line.lose();
    });
  }

  #after(ms: number, act: () => void): void {
    clearTimeout(this.#timer);
    this.#timer = setTimeout(act, ms);
  }
}
