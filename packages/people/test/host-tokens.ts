import { createHmac, randomBytes } from "node:crypto";
import type { Authorize } from "@quire/server";
import { createTokenAuthorize } from "@quire/server/tokens";
import type { PeopleServer } from "./people-server.ts";

const agreed = { issuer: "https://app.example", audience: "https://docs.example" };
const secret = randomBytes(32);

/** By so much the application's clock and the server's may differ. */
export const leewayMs = 10_000;

/** What a server is asked that believes a host application's tokens beside its people, by the clock of its test. */
export function authorizeWithTokens(server: () => PeopleServer): Authorize {
  const people: Authorize = (...question) => server().people.authorize(...question);
  return createTokenAuthorize({
    ...agreed,
    secret,
    leewayMs,
    now: () => server().clock.now,
    otherwise: people,
  });
}

/** A token of a host application that ends then. */
export function hostToken(document: string, end: number): string {
  const part = (value: object) => Buffer.from(JSON.stringify(value)).toString("base64url");
  const exp = Math.floor(end / 1_000);
  const parties = { iss: agreed.issuer, aud: agreed.audience };
  const claims = { ...parties, sub: "u-1", name: "Ada", role: "edit", document, exp };
  const input = `${part({ alg: "HS256" })}.${part(claims)}`;
  return `${input}.${createHmac("sha256", secret).update(input).digest("base64url")}`;
}
