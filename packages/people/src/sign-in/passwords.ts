import { type Argon2Parameters, argon2, randomBytes, timingSafeEqual } from "node:crypto";
import { promisify } from "node:util";
import { fail } from "@quire/server";

const derive = promisify(argon2);

/** What one hash takes: KiB, passes over them, and lanes. */
export type PasswordCost = Pick<Argon2Parameters, "memory" | "passes" | "parallelism">;

/** OWASP's cheat sheet on storing passwords, its second choice of argon2id: 19 MiB, 2 passes, 1 lane. Some 90 ms of one core. */
const passwordCost: PasswordCost = { memory: 19_456, passes: 2, parallelism: 1 };
const tagBytes = 32;

/** How many hashes are made at once: each takes 19 MiB, and a thread that the disk needs as well. */
const atOnce = 2;

/** How many more wait for theirs: some seconds' worth. Whoever comes then is told to come back. */
const mostWaiting = 64;

/** How many of these one address, or one person, may have waiting: nobody fills the queue alone. */
const mostWaitingOfOne = 8;

interface Waiting {
  /** For whom it waits: an address, or a person. */
  readonly key: string;
  readonly begin: () => void;
}

/** Hashes passwords, a few at a time, for whoever asks (`key`: an address or a person), and counts what it was asked: nobody is answered sooner because nobody has that name. */
export class Passwords {
  #running = 0;
  readonly #waiting: Waiting[] = [];
  /** How often a hash was made. */
  made = 0;
  /** Compared with where there is no account: as long as with one. */
  readonly #nobody: Promise<string>;
  readonly #cost: PasswordCost;

  constructor(cost: PasswordCost = passwordCost) {
    this.#cost = cost;
    this.#nobody = this.hash(randomBytes(16).toString("hex"), "nobody");
  }

  /** The password in PHC form: `$argon2id$v=19$m=…,t=…,p=…$salt$tag`. */
  async hash(password: string, key: string): Promise<string> {
    const nonce = randomBytes(16);
    const { memory, passes, parallelism } = this.#cost;
    const tag = await this.#derive(key, password, { nonce, memory, passes, parallelism });
    return `$argon2id$v=19$m=${memory},t=${passes},p=${parallelism}$${unpadded(nonce)}$${unpadded(tag)}`;
  }

  /**
   * Whether the password is the one of the hash. Takes as long for a hash that is missing, and is false then. A hash that took
   * less takes less here as well, until it is made anew: no work beside it would make up for just what is missing.
   */
  async matches(password: string, phc: string | null | undefined, key: string): Promise<boolean> {
    // Waited for by everybody: a turn more would be told from a turn less.
    const nobody = await this.#nobody;
    const { nonce, tag, ...parameters } = parse(phc ?? nobody);
    const made = await this.#derive(key, password, { nonce, ...parameters });
    return timingSafeEqual(made, tag) && phc !== null && phc !== undefined;
  }

  /** Whether a hash took less than one takes now, in any respect: it is to be made anew once the password is known again. */
  isWeak(phc: string): boolean {
    const { memory, passes, parallelism } = parse(phc);
    const cost = this.#cost;
    return memory < cost.memory || passes < cost.passes || parallelism < cost.parallelism;
  }

  async #derive(
    key: string,
    password: string,
    parameters: Omit<Argon2Parameters, "message" | "tagLength">,
  ): Promise<Buffer> {
    if (this.#running >= atOnce) await this.#turn(key);
    this.#running++;
    this.made++;
    try {
      // Typed on another keyboard, the same letters may be other bytes: RFC 8265 compares them so.
      const message = Buffer.from(password.normalize("NFC"));
      return await derive("argon2id", { message, tagLength: tagBytes, ...parameters });
    } finally {
      this.#running--;
      this.#waiting.shift()?.begin();
    }
  }

  #turn(key: string): Promise<void> {
    const ofOne = this.#waiting.filter((other) => other.key === key).length;
    if (this.#waiting.length >= mostWaiting || ofOne >= mostWaitingOfOne)
      throw fail("QUIRE_ERR_TOO_MANY_TRIES", { seconds: 3 });
    return new Promise((begin) => this.#waiting.push({ key, begin }));
  }
}

function unpadded(bytes: Buffer): string {
  return bytes.toString("base64").replace(/=+$/, "");
}

function parse(phc: string) {
  const form = /^\$argon2id\$v=19\$m=(\d+),t=(\d+),p=(\d+)\$([\w+/]+)\$([\w+/]+)$/.exec(phc);
  if (form === null) throw new Error("a password's hash is not in the form of argon2id");
  const [, memory, passes, parallelism, nonce = "", tag = ""] = form;
  return {
    memory: Number(memory),
    passes: Number(passes),
    parallelism: Number(parallelism),
    nonce: Buffer.from(nonce, "base64"),
    tag: Buffer.from(tag, "base64"),
  };
}
