/** Asks one thing after the other: of two answers about the same, the later one says more. What fails keeps nothing else. */
export class InOrder {
  #last: Promise<unknown> = Promise.resolve();

  /** Asks when all that came before is answered. What never is would hold up all that comes: it has to end by itself. */
  ask<Answer>(question: () => Promise<Answer>): Promise<Answer> {
    const answer = this.#last.then(question);
    this.#last = answer.catch(() => undefined);
    return answer;
  }
}
