import { createHmac, generateKeyPairSync, type KeyObject, randomBytes, sign } from "node:crypto";
import type { PublicKey } from "../src/tokens.ts";

/** The application that signs tokens, and what it and a test's server agree on. */
export const issuer = "https://app.example";
export const audience = "https://docs.example";
export const secret = randomBytes(64);
export const rsa = generateKeyPairSync("rsa", { modulusLength: 2048 });
export const ec = generateKeyPairSync("ec", { namedCurve: "P-256" });
export const ed = generateKeyPairSync("ed25519");

/** A document's id that a test's token may name. */
export const document = "a-document-of-the-test";

/** The public half as a key set lists it. */
export function publicKey({ publicKey }: { readonly publicKey: KeyObject }, kid: string): PublicKey {
  return { ...publicKey.export({ format: "jwk" }), kty: publicKey.export({ format: "jwk" }).kty ?? "", kid };
}

/** What a good token says at that time. */
export function goodClaims(now: number = Date.now()): Record<string, unknown> {
  const seconds = Math.floor(now / 1_000);
  return {
    iss: issuer,
    aud: audience,
    sub: "u-1",
    name: "Ada",
    document,
    role: "edit",
    iat: seconds,
    exp: seconds + 300,
  };
}

/** One part of a token. */
export function part(value: unknown): string {
  return Buffer.from(typeof value === "string" ? value : JSON.stringify(value)).toString("base64url");
}

/** Signs by a secret, as RFC 7515 says and no library would: any header, any payload. */
export function signed(
  claims: unknown,
  header: object = { alg: "HS256", typ: "JWT" },
  key: Uint8Array | string = secret,
  digest = "sha256",
): string {
  const input = `${part(header)}.${part(claims)}`;
  return `${input}.${createHmac(digest, key).update(input).digest("base64url")}`;
}

/** Signs by the private half of a pair. */
export function signedByKey(claims: unknown, header: object, key: KeyObject, options: object = {}): string {
  const input = `${part(header)}.${part(claims)}`;
  const digest = key.asymmetricKeyType === "ed25519" ? null : "sha256";
  const signature = sign(digest, Buffer.from(input), { key, dsaEncoding: "ieee-p1363", ...options });
  return `${input}.${signature.toString("base64url")}`;
}
