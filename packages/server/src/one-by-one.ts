/** Work on things that have names: what is asked of the same one is done one after the other, in the order of asking. */
export class OneByOne {
  readonly #last = new Map<string, Promise<unknown>>();

  /** Resolves or rejects as the work does. What failed before it is nothing to it. */
  do<Result>(name: string, work: () => Promise<Result>): Promise<Result> {
    const before = this.#last.get(name) ?? Promise.resolve();
    const done = before.then(work, work);
    this.#last.set(name, done);
    const leave = () => {
      if (this.#last.get(name) === done) this.#last.delete(name);
    };
    done.then(leave, leave);
    return done;
  }
}
