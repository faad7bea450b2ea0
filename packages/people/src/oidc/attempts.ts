import { createCipheriv, createDecipheriv, randomBytes } from "node:crypto";

/** Somebody on their way to a provider, and back: what only the browser that set out can show. */
export interface Attempt {
  /** The provider's id. */
  readonly provider: string;
  /** Comes back in the address; by it the one who comes back is the one who set out. */
  readonly state: string;
  /** Comes back in the ID token: it was made for this attempt. */
  readonly nonce: string;
  /** Of PKCE: by it the code is of use to nobody else. */
  readonly verifier: string;
  /** A page of ours. */
  readonly returnTo: string;
  /** The session whose account the provider is to be connected with; null for signing in. */
  readonly linkTo: string | null;
}

/** How long somebody may take at the provider. */
export const attemptSeconds = 10 * 60;

const cipher = "aes-256-gcm";
const ivBytes = 12;
const tagBytes = 16;

/** Used attempts that are remembered at most: sixteen a second, all the while that they could be shown again. */
const mostSpent = 10_000;

/**
 * Attempts, kept by the browsers that they are of, sealed: whoever sets out costs the server nothing, so that no crowd of
 * them can push others out. The seal's key lives as long as the process. What was used is remembered as long as it could be
 * shown again.
 */
export class Attempts {
  readonly #now: () => number;
  readonly #key = randomBytes(32);
  /** State -> when it would have been over; oldest first. */
  readonly #spent = new Map<string, number>();

  constructor(now: () => number) {
    this.#now = now;
  }

  /** How many used ones it has in mind. */
  get spent(): number {
    return this.#spent.size;
  }

  /** The attempt as a cookie holds it. */
  seal(attempt: Attempt): string {
    const iv = randomBytes(ivBytes);
    const sealing = createCipheriv(cipher, this.#key, iv, { authTagLength: tagBytes });
    const text = JSON.stringify({ attempt, expiresAt: this.#now() + attemptSeconds * 1_000 });
    const sealed = Buffer.concat([sealing.update(text, "utf8"), sealing.final()]);
    return Buffer.concat([iv, sealing.getAuthTag(), sealed]).toString("base64url");
  }

  /** The attempt of a cookie; undefined where it was not sealed here, is over, or was used. Uses it up if `state` is its own. */
  take(sealed: string, state: string | null): Attempt | undefined {
    const opened = this.#open(sealed);
    if (opened === undefined || opened.expiresAt <= this.#now()) return undefined;
    const { attempt } = opened;
    if (attempt.state !== state || this.#spent.has(state)) return undefined;
    this.#spend(state);
    return attempt;
  }

  #open(sealed: string): { readonly attempt: Attempt; readonly expiresAt: number } | undefined {
    const bytes = Buffer.from(sealed, "base64url");
    if (bytes.length < ivBytes + tagBytes) return undefined;
    const opening = createDecipheriv(cipher, this.#key, bytes.subarray(0, ivBytes), {
      authTagLength: tagBytes,
    });
    opening.setAuthTag(bytes.subarray(ivBytes, ivBytes + tagBytes));
    try {
      const text = Buffer.concat([opening.update(bytes.subarray(ivBytes + tagBytes)), opening.final()]);
      return JSON.parse(text.toString("utf8")) as { attempt: Attempt; expiresAt: number };
    } catch {
      // Not sealed by this process: of an earlier one, or made up.
      return undefined;
    }
  }

  #spend(state: string): void {
    const now = this.#now();
    for (const [old, until] of this.#spent) {
      if (until > now && this.#spent.size < mostSpent) break;
      this.#spent.delete(old);
    }
    this.#spent.set(state, now + attemptSeconds * 1_000);
  }
}
