import { root } from "../../scripts/lib/workspace.mjs";

/** What must stand in no line that a server prints, and what each is to somebody who reads that it does. */
export type Canary =
  | "a password"
  | "a secret"
  | "a key of the server"
  | "a word of signing in elsewhere"
  | "a cookie"
  | "an e-mail address"
  | "a name"
  | "a title"
  | "text";

/** Characters of what is in a line by no chance: a flag, a colour scheme and a short word are. */
const leastSecret = 12;
const leastWords = 10;
/** A shorter secret, as a code of six digits, is looked for as a word by itself. */
const leastShort = 4;
/** A line that repeats a text repeats its beginnings: a long one costs no more than a short one. */
const mostLines = 20;
const mostCharacters = 40;

/** What no address may hold, nor a Referer: proxies keep both. People look for others by their addresses, in a query. */
const secret: ReadonlySet<Canary> = new Set([
  "a password",
  "a secret",
  "a word of signing in elsewhere",
  "a cookie",
]);

/** Secrets that are known by their form, whoever made them. */
const forms: readonly (readonly [Canary, RegExp])[] = [
  ["a secret", /\beyJ[\w-]{8,}\.[\w-]{8,}\.[\w-]{8,}/],
  ["a password", /\$argon2id?\$[\w$=,+/]{8,}/],
];

/** What OpenID Connect has stand in addresses: of the one that it begins at, and of the one that it comes back to. */
const signInWords = ["code", "state", "nonce", "code_challenge"] as const;
const signInWord = new RegExp(`(?<=[?&])(?:${signInWords.join("|")})=[^&]*`, "g");
const wayBack = /^\/api\/session\/providers\/[\w-]+\/callback$/;

/** Where the secret of a link stands in an address because it is the address, or the one that somebody goes back to once signed in. */
const linkPath = /(?:^|(?<=[?&]returnTo=))(?:\/|%2F)[sp](?:\/|%2F)[\w-]{43}(?=$|[/?&])/;

/** What a server says on purpose to who starts it: where it is, and the way in for the first owner. */
const saidOnPurpose = /^(?:Quire is on http\S+ \(data in .*\)|http:\/\/\S+\/join#[\w-]{43})$/;

/** All secrets, names and words that the tests of a worker made, and all places where none of them may be. */
export class Canaries {
  readonly #kept = new Map<string, Canary>();
  /** There are thousands of them: they are looked up, as what the words of a line may be. */
  readonly #keys = new Set<string>();
  readonly #short = new Map<string, { readonly what: Canary; readonly alone: RegExp }>();
  readonly #asked = new Set<string>();
  readonly #hearing = new Set<Promise<unknown>>();

  /** Takes in what a test or a page made. What is too short to tell is let go. */
  keep(what: Canary, value: string): void {
    if (what === "text" || what === "a title") {
      for (const line of value.split("\n", mostLines)) this.#add(what, line.trim().slice(0, mostCharacters));
    } else this.#add(what, value);
  }

  /**
   * Takes in a key that a server drew, in the ways in which bytes are written. It may be the token of a link, or of a line over
   * HTTP, and stand in an address; in a log it may not.
   */
  keepKey(bytes: Buffer): void {
    for (const encoding of ["base64url", "base64", "hex"] as const)
      this.#keys.add(bytes.toString(encoding).replace(/=+$/, ""));
  }

  /** Puts down what was asked of a server, and from where the browser says that it came. */
  keepAddress(address: string, referer = ""): void {
    const { pathname, search, searchParams } = new URL(address);
    let asked = search.replace(linkPath, "");
    if (searchParams.has("code_challenge") || wayBack.test(pathname)) {
      for (const name of signInWords)
        this.keep("a word of signing in elsewhere", searchParams.get(name) ?? "");
      asked = asked.replaceAll(signInWord, "");
    }
    this.#asked.add(pathname.replace(linkPath, "") + asked);
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
    const leaks = this.#in(whole).map(({ what, isIn }) => `${what} in: ${lines.find(isIn)}`);
    // Where the project itself lies is in the stacks of errors.
    const isMarked = (line: string): boolean => /canary/i.test(line.replaceAll(root, ""));
    const marked = lines.filter(isMarked).map((line) => `a canary in: ${line}`);
    return [...new Set([...leaks, ...marked])];
  }

  /** Each address since the last look, and each Referer, that has a secret in it. */
  async leaksInAddresses(): Promise<readonly string[]> {
    await Promise.all(this.#hearing);
    const asked = [...this.#asked];
    this.#asked.clear();
    const leaks = this.#in(asked.join("\n"))
      .filter(({ what }) => secret.has(what))
      .map(({ what, isIn }) => `${what} in the address ${asked.find(isIn)}`);
    return [...new Set(leaks)];
  }

  #in(text: string): readonly Found[] {
    if (text === "") return [];
    const found = [...this.#kept].flatMap(([form, what]): Found[] =>
      text.includes(form) ? [{ what, isIn: (line) => line.includes(form) }] : [],
    );
    // Most are nowhere, which is seen sooner without the expression.
    for (const [form, { what, alone }] of this.#short)
      if (text.includes(form) && alone.test(text)) found.push({ what, isIn: (line) => alone.test(line) });
    for (const [key] of [...text.matchAll(/[\w-]{20,}/g), ...text.matchAll(/[\w+/]{20,}/g)])
      if (this.#keys.has(key) && !this.#kept.has(key))
        found.push({ what: "a key of the server", isIn: (line) => line.includes(key) });
    for (const [what, form] of forms)
      if (form.test(text)) found.push({ what, isIn: (line) => form.test(line) });
    return found;
  }

  /** As it stands, and as it stands in JSON and in an address; of a token, which may be taken apart, also each part. */
  #add(what: Canary, value: string): void {
    const signs = value.match(/[\p{L}\p{N}]/gu)?.length ?? 0;
    const isSecret = secret.has(what);
    const written = [value, JSON.stringify(value).slice(1, -1), encodeURIComponent(value.toWellFormed())];
    if (signs >= (isSecret ? leastSecret : leastWords)) {
      const parts = isSecret && value.startsWith("eyJ") ? value.split(".").slice(1) : [];
      for (const form of [...written, ...parts.filter(({ length }) => length >= leastSecret)])
        this.#kept.set(form, stronger(this.#kept.get(form), what));
    } else if (isSecret && signs >= leastShort)
      for (const form of written)
        this.#short.set(form, { what: stronger(this.#short.get(form)?.what, what), alone: alone(form) });
  }
}

interface Found {
  readonly what: Canary;
  isIn(line: string): boolean;
}

/** A secret that was heard as something else before is a secret. */
function stronger(before: Canary | undefined, now: Canary): Canary {
  return before === undefined || (!secret.has(before) && secret.has(now)) ? now : before;
}

/** Where it is no part of a longer word or number, as of a time with its fractions. */
function alone(form: string): RegExp {
  return new RegExp(
    `(?<![\\p{L}\\p{N}_.-])${form.replaceAll(/[$()*+.?[\\\]^{|}]/g, String.raw`\$&`)}(?![\\p{L}\\p{N}_-]|\\.\\p{N})`,
    "u",
  );
}
