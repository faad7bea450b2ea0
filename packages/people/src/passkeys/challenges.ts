import { createHmac, randomBytes, timingSafeEqual } from "node:crypto";

/** How long an authenticator may take. */
const goodMs = 5 * 60_000;

/** A time in milliseconds fits into so many bytes until the year 10889. */
const timeBytes = 6;

/** Used challenges that are remembered at most. */
const mostSpent = 50_000;

/**
 * Challenges for authenticators, each good once, for five minutes, for one purpose, in the browser that asked for it. Nothing is
 * kept of one until it is used: it says itself until when it is good, and is made of what only that browser and this process have.
 */
export class Challenges {
  readonly #now: () => number;
  readonly #key = randomBytes(32);
  /** Used ones, and until when they would have been good; oldest first. */
  readonly #spent = new Map<string, number>();

  constructor(now: () => number) {
    this.#now = now;
  }

  /** A challenge for whoever has the browser's secret. */
  make(secret: string, purpose: string): Buffer<ArrayBuffer> {
    const nonce = randomBytes(16);
    const until = Buffer.alloc(timeBytes);
    until.writeUIntBE(this.#now() + goodMs, 0, timeBytes);
    const said = Buffer.concat([until, nonce]);
    return Buffer.concat([said, this.#sign(said, secret, purpose)]);
  }

  /** Whether it was made here for that, and is used for the first time. It is used up by being asked about. */
  take(challenge: string, secret: string, purpose: string): boolean {
    const bytes = Buffer.from(challenge, "base64url");
    const said = bytes.subarray(0, timeBytes + 16);
    const signature = bytes.subarray(timeBytes + 16);
    const made = this.#sign(said, secret, purpose);
    if (signature.length !== made.length || !timingSafeEqual(signature, made)) return false;
    const until = said.readUIntBE(0, timeBytes);
    // Not the text: the same bytes can be written in several.
    const name = said.toString("hex");
    if (until <= this.#now() || this.#spent.has(name)) return false;
    this.#spend(name, until);
    return true;
  }

  #sign(said: Uint8Array, secret: string, purpose: string): Buffer {
    return createHmac("sha256", this.#key).update(`${purpose}\n${secret}\n`).update(said).digest();
  }

  #spend(name: string, until: number): void {
    const now = this.#now();
    for (const [old, oldUntil] of this.#spent) {
      if (oldUntil > now && this.#spent.size < mostSpent) break;
      this.#spent.delete(old);
    }
    this.#spent.set(name, until);
  }
}
