/** What no page and no server may do, whatever a test is about: errors, breaches of the content policy, requests to elsewhere, leaks. */
export class Faults {
  readonly #found: string[] = [];
  readonly #allowed: RegExp[] = [];

  /** Where the pages of the test are from, once it has a server. */
  home: string | undefined;
  /** Nobody looks any more. */
  isOver = false;

  /** Lets a test provoke what it is about. */
  allow(pattern: RegExp): void {
    this.#allowed.push(pattern);
  }

  add(fault: string): void {
    this.#found.push(fault);
  }

  /** What was found and not allowed. */
  get found(): readonly string[] {
    return this.#found.filter((fault) => !this.#allowed.some((pattern) => pattern.test(fault)));
  }
}
