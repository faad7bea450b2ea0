/** What must stand in no line that a server prints, and what each is to somebody who reads that it does. */
export type Canary =
  | "a password"
  | "a secret"
  | "a cookie"
  | "an e-mail address"
  | "a name"
  | "a title"
  | "text";

/** Characters of what is in a line by no chance: a flag, a colour scheme and a short word are. */
const leastSecret = 12;
const leastWords = 10;
/** A line that repeats a text repeats its beginnings: a long one costs no more than a short one. */
const mostLines = 20;
const mostCharacters = 40;

/** What no address may hold, nor a Referer: proxies keep both. People look for others by their addresses, in a query. */
const secret: ReadonlySet<Canary> = new Set(["a password", "a secret", "a cookie"]);

/** Where the secret of a link stands in an address because it is the address, or the one that somebody goes back to once signed in. */
const linkPath = /(?:^|(?<=[?&]returnTo=))(?:\/|%2F)[sp](?:\/|%2F)[\w-]{43}(?=$|[/?&])/;

/** What a server says on purpose to who starts it: where it is, and the way in for the first owner. */
const saidOnPurpose = /^(?:Quire is on http\S+ \(data in .*\)|http:\/\/\S+\/join#[\w-]{43})$/;

/** All secrets, names and words that the tests of a worker made, and all places where none of them may be. */
export class Canaries {
  readonly #kept = new Map<string, Canary>();
  readonly #asked = new Set<string>();
  readonly #hearing = new Set<Promise<unknown>>();

  /** Takes in what a test or a page made. What is too short to tell is let go. */
  keep(what: Canary, value: string): void {
    if (what === "text" || what === "a title") {
      for (const line of value.split("\n", mostLines)) this.#add(what, line.trim().slice(0, mostCharacters));
    } else this.#add(what, value);
  }

  /** Puts down what was asked of a server, and from where the browser says that it came. */
  keepAddress(address: string, referer = ""): void {
    const { pathname, search } = new URL(address);
    this.#asked.add(pathname.replace(linkPath, "") + search.replace(linkPath, ""));
    if (referer !== "") this.#asked.add(`Referer: ${referer}`);
  }

  /** Is waited for before anything is looked for: what an answer has to say comes later than the answer. */
  await(heard: Promise<unknown>): void {
    const quiet = heard.catch(() => undefined).finally(() => this.#hearing.delete(quiet));
    this.#hearing.add(quiet);
  }

  /** Each line of what a server printed, or told of itself, that one of them is in. */
  async leaksIn(said: string): Promise<readonly string[]> {
    await Promise.all(this.#hearing);
    const lines = said.split("\n").filter((line) => line !== "" && !saidOnPurpose.test(line));
    const whole = lines.join("\n");
    const leaks = this.#in(whole).map(
      ([form, what]) => `${what} in: ${lines.find((line) => line.includes(form))}`,
    );
    const marked = lines.filter((line) => /canary/i.test(line)).map((line) => `a canary in: ${line}`);
    return [...new Set([...leaks, ...marked])];
  }

  /** Each address since the last look, and each Referer, that has a secret in it. */
  async leaksInAddresses(): Promise<readonly string[]> {
    await Promise.all(this.#hearing);
    const asked = [...this.#asked];
    this.#asked.clear();
    const leaks = this.#in(asked.join("\n"))
      .filter(([, what]) => secret.has(what))
      .map(([form, what]) => `${what} in the address ${asked.find((address) => address.includes(form))}`);
    return [...new Set(leaks)];
  }

  #in(text: string): readonly (readonly [form: string, what: Canary])[] {
    return text === "" ? [] : [...this.#kept].filter(([form]) => text.includes(form));
  }

  /** As it stands, and as it stands in JSON and in an address. */
  #add(what: Canary, value: string): void {
    const signs = value.match(/[\p{L}\p{N}]/gu)?.length ?? 0;
    if (signs < (secret.has(what) ? leastSecret : leastWords)) return;
    for (const form of [value, JSON.stringify(value).slice(1, -1), encodeURIComponent(value.toWellFormed())])
      this.#kept.set(form, this.#kept.get(form) ?? what);
  }
}
