import { inspect } from "node:util";
import { fail } from "../errors.ts";
import { isLoopbackName } from "../origin.ts";

/** The algorithms that a secret may sign by, with the bytes that it needs for each (RFC 7518, 3.2). */
const secretBytes = { HS256: 32, HS384: 48, HS512: 64 } as const;

/** Those of a key pair, of which this server has the public half. */
const pairAlgorithms = [
  "RS256",
  "RS384",
  "RS512",
  "PS256",
  "PS384",
  "PS512",
  "ES256",
  "ES384",
  "ES512",
  "EdDSA",
  "Ed25519",
] as const;

/** How a token may be signed. */
export type TokenAlgorithm = keyof typeof secretBytes | (typeof pairAlgorithms)[number];

/** A public key as JSON (RFC 7517). */
export interface PublicKey {
  readonly kty: string;
  readonly kid?: string;
  readonly [parameter: string]: unknown;
}

/** Which tokens a server believes. One of `secret`, `keys` and `jwksUrl` says who signs them. */
export interface TokenSettings {
  /** What the application signs with and this server verifies with: 32 bytes or more. */
  readonly secret?: string | Uint8Array;
  /** The application's public keys. */
  readonly keys?: readonly PublicKey[];
  /** Where the application's public keys are, as a JSON Web Key Set: https, or this machine. */
  readonly jwksUrl?: string;
  /** How they may be signed; what a token says of itself is only compared with that. Default: HS256, or RS256, PS256, ES256 and EdDSA for keys. */
  readonly algorithms?: readonly TokenAlgorithm[];
  /** What `iss` must be. */
  readonly issuer: string;
  /** What `aud` must be, or have among others. */
  readonly audience: string;
  /** How far the two clocks may be apart, up to 30 s. Default: 10 s. */
  readonly leewayMs?: number;
  /** For how long a token may be good at most. Default: an hour. */
  readonly longestMs?: number;
  /** Milliseconds since 1970. For tests; the clock's by default. */
  readonly now?: () => number;
}

/** The settings as the rest reads them. */
export interface CheckedTokenSettings {
  readonly key:
    | { readonly type: "secret"; readonly secret: Uint8Array }
    | { readonly type: "keys"; readonly keys: readonly PublicKey[] }
    | { readonly type: "url"; readonly url: URL };
  readonly algorithms: readonly TokenAlgorithm[];
  readonly issuer: string;
  readonly audience: string;
  readonly leewayMs: number;
  readonly longestMs: number;
  readonly now: () => number;
}

/** Two clocks that are further apart than that are wrong. */
const mostLeewayMs = 30_000;

/** The settings with their defaults. Throws QUIRE_ERR_CONFIG_INVALID, naming the first that is wrong, and never saying a secret. */
export function checkTokenSettings(given: TokenSettings): CheckedTokenSettings {
  const { issuer, audience, leewayMs = 10_000, longestMs = 3_600_000, now = Date.now } = given;
  for (const [name, value] of Object.entries({ issuer, audience }))
    if (typeof value !== "string" || value === "") throw invalid(name, value, "it must be a text");
  if (!(Number.isFinite(leewayMs) && leewayMs >= 0 && leewayMs <= mostLeewayMs))
    throw invalid("leewayMs", leewayMs, `it must be milliseconds, 0 to ${mostLeewayMs}`);
  if (!(Number.isFinite(longestMs) && longestMs > 0))
    throw invalid("longestMs", longestMs, "it must be milliseconds, more than 0");
  const key = readKey(given);
  const algorithms = readAlgorithms(given.algorithms, key);
  return Object.freeze({ key, algorithms, issuer, audience, leewayMs, longestMs, now });
}

function readKey({ secret, keys, jwksUrl }: TokenSettings): CheckedTokenSettings["key"] {
  const given = [secret, keys, jwksUrl].filter((each) => each !== undefined);
  if (given.length !== 1) {
    throw fail("QUIRE_ERR_CONFIG_INVALID", {
      name: "secret",
      value: undefined,
      allowed: `one of secret, keys and jwksUrl must say who signs tokens, and there are ${given.length}`,
    });
  }
  if (secret !== undefined) return { type: "secret", secret: Buffer.from(secret) };
  if (jwksUrl !== undefined) return { type: "url", url: parseKeysUrl("jwksUrl", jwksUrl) };
  const isPublic = (each: PublicKey) => each.kty !== "oct" && each["d"] === undefined;
  if (keys === undefined || keys.length === 0 || !keys.every(isPublic))
    throw fail("QUIRE_ERR_CONFIG_INVALID", {
      name: "keys",
      value: undefined,
      allowed: "they must be public keys, one or more",
    });
  return { type: "keys", keys };
}

/** The address of a key set. Throws QUIRE_ERR_CONFIG_INVALID where others could answer there. */
export function parseKeysUrl(name: string, text: string): URL {
  const url = URL.parse(text);
  const isSafe = url?.protocol === "https:" || (url?.protocol === "http:" && isLoopbackName(url.hostname));
  if (url === null || !isSafe || url.username !== "" || url.password !== "")
    throw invalid(name, text, "it must be an https:// address, or http:// of this machine");
  return url;
}

function readAlgorithms(
  given: readonly TokenAlgorithm[] | undefined,
  key: CheckedTokenSettings["key"],
): readonly TokenAlgorithm[] {
  const possible: readonly TokenAlgorithm[] =
    key.type === "secret" ? (Object.keys(secretBytes) as (keyof typeof secretBytes)[]) : pairAlgorithms;
  const usual: readonly TokenAlgorithm[] =
    key.type === "secret" ? ["HS256"] : ["RS256", "PS256", "ES256", "EdDSA", "Ed25519"];
  const algorithms = given ?? usual;
  if (algorithms.length === 0 || !algorithms.every((each) => possible.includes(each)))
    throw invalid("algorithms", algorithms, `they must be of ${possible.join(", ")}`);
  if (key.type === "secret") checkSecret(key.secret, algorithms);
  return Object.freeze([...algorithms]);
}

function checkSecret(secret: Uint8Array, algorithms: readonly TokenAlgorithm[]): void {
  const needed = Math.max(
    ...algorithms.map((each) => (each in secretBytes ? secretBytes[each as "HS256"] : 0)),
  );
  // Everybody has a public key: as a secret it would let everybody in.
  const isKey = Buffer.from(secret).includes("-----BEGIN");
  if (secret.length >= needed && !isKey) return;
  throw fail("QUIRE_ERR_CONFIG_INVALID", {
    name: "secret",
    value: isKey ? "a key" : `${secret.length} bytes`,
    allowed: `it must be ${needed} random bytes or more for ${algorithms.join(", ")}, and no key`,
  });
}

function invalid(name: string, value: unknown, allowed: string): Error {
  return fail("QUIRE_ERR_CONFIG_INVALID", {
    name,
    value: typeof value === "string" || value === undefined ? value : inspect(value),
    allowed,
  });
}
