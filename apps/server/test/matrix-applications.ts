import { createHmac, randomBytes } from "node:crypto";
import { type DocumentId, type Role, roles } from "@quire/protocol";
import type { TokenSettings } from "@quire/server/tokens";

/** The application whose tokens the server believes. */
export const application = {
  issuer: "https://app.example",
  audience: "https://docs.example",
  secret: randomBytes(64),
} as const satisfies TokenSettings;

/** Somebody who comes by a token of the application's. */
export interface Comer {
  readonly name: string;
  readonly token: string;
  /** Whether the token is good; if it is, they have the documents that it names, and nothing else. */
  readonly isKnown: boolean;
  readonly role?: Role;
}

/** Everybody who comes by such a token, good and bad. */
export function comersTo(document: DocumentId): Comer[] {
  const seconds = Math.floor(Date.now() / 1_000);
  const good = goodClaims(document, "own");
  const another = "another-document-0";
  const bad: Readonly<Record<string, object>> = {
    "that has ended": { iat: seconds - 700, exp: seconds - 100 },
    "that has not begun": { nbf: seconds + 300 },
    "that is good for a day": { exp: seconds + 86_400 },
    "for another server": { aud: "https://other.example" },
    "of another application": { iss: "https://other.example" },
    "with a role that there is not": { role: "admin" },
    "for all documents": { document: "*" },
    "for no document": { document: undefined },
  };
  return [
    ...roles.map((role) => ({ name: `${role} by an application's token`, claims: { role }, role })),
    { name: "by one for several documents", claims: { document: [another, document] }, role: "own" as const },
    { name: "by one for another document", claims: { document: another } },
  ]
    .map(
      ({ claims, ...comer }): Comer => ({ ...comer, token: signed({ ...good, ...claims }), isKnown: true }),
    )
    .concat(
      Object.entries(bad).map(([what, claims]) => ({
        name: `by one ${what}`,
        token: signed({ ...good, ...claims }),
        isKnown: false,
      })),
      { name: "by one that another signed", token: signed(good, randomBytes(64)), isKnown: false },
      { name: "by one that nobody signed", token: `${part({ alg: "none" })}.${part(good)}.`, isKnown: false },
    );
}

/** A token for all of these documents. */
export function signedFor(documents: readonly DocumentId[], role: Role): string {
  return signed(goodClaims(documents, role));
}

function goodClaims(document: DocumentId | readonly DocumentId[], role: Role) {
  const seconds = Math.floor(Date.now() / 1_000);
  const { issuer: iss, audience: aud } = application;
  return { iss, aud, sub: "u-1", name: "Ada", document, role, iat: seconds, exp: seconds + 600 };
}

export function signed(claims: object, key: Uint8Array = application.secret): string {
  const input = `${part({ alg: "HS256", typ: "JWT" })}.${part(claims)}`;
  return `${input}.${createHmac("sha256", key).update(input).digest("base64url")}`;
}

function part(value: object): string {
  return Buffer.from(JSON.stringify(value)).toString("base64url");
}
