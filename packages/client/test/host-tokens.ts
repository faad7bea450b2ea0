import { createHmac, randomBytes } from "node:crypto";

/** The one document that these tokens are for. */
export const id = "a-document-of-the-test";
export const secret = randomBytes(32);
export const agreed = { issuer: "https://app.example", audience: "https://docs.example" };

/** A token of the host application's that ends at this time, in milliseconds since 1970. */
export function tokenUntil(end: number, who = "u-1"): string {
  const part = (value: object) => Buffer.from(JSON.stringify(value)).toString("base64url");
  const exp = Math.floor(end / 1_000);
  const claims = { iss: agreed.issuer, aud: agreed.audience, sub: who, name: "Ada", role: "edit" };
  const input = `${part({ alg: "HS256" })}.${part({ ...claims, document: id, exp })}`;
  return `${input}.${createHmac("sha256", secret).update(input).digest("base64url")}`;
}
