import { hash, randomBytes } from "node:crypto";

/** Bytes of what must not be guessed: 256 bits. */
const secretBytes = 32;

/** Something that nobody guesses, as it stands in a cookie or an address. */
export function newSecret(): string {
  return randomBytes(secretBytes).toString("base64url");
}

/** A name for something: not guessed either, but no secret. */
export function newId(): string {
  return randomBytes(16).toString("base64url");
}

/**
 * What a secret is kept and looked up by. Whoever reads the store cannot come in by it, and the time that looking it up
 * takes says nothing about the secret: nobody can choose its hash.
 */
export function keyOf(secret: string): string {
  return hash("sha256", secret, "base64url");
}
