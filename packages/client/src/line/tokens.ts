/** Gives the token that the next line is opened with. Called for each line; one that was given before may be given again while it is good. */
export type TokenSource = () => string | Promise<string>;

/** How long a token may take to come before the line counts as lost, and is tried again later. */
const patienceMs = 15_000;

/** Refusals in a row from which on there is no use in another token: the first may be of one that has ended. */
const refusalsToGiveUp = 2;

/**
 * The tokens of one session. A token that ends while its line is open is the server's to see, whose clock decides: it closes
 * the line, and the next one, which follows at once, asks for a newer token.
 */
export class Tokens {
  readonly #source: TokenSource;
  #refusals = 0;

  constructor(source: TokenSource) {
    this.#source = source;
  }

  /** The token for a new line. Rejects where there is none now. */
  async next(): Promise<string> {
    const { promise, reject } = Promise.withResolvers<never>();
    const timer = setTimeout(() => reject(new Error("the token took too long to come")), patienceMs);
    try {
      return await Promise.race([this.#source(), promise]);
    } finally {
      clearTimeout(timer);
    }
  }

  /** The newest token has opened the document. */
  worked(): void {
    this.#refusals = 0;
  }

  /** The server does not know who this is. Answers with whether another token may be tried. */
  refused(): boolean {
    return ++this.#refusals < refusalsToGiveUp;
  }
}
