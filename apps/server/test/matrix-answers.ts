import { allows, type Role } from "@quire/protocol";
import type { InjectOptions, LightMyRequestResponse } from "fastify";
import type { Row } from "./fixtures/expected-rights.ts";
import type { Actor } from "./matrix-actors.ts";
import { pixel } from "./pixel.ts";

/** How each answer that is a no says it, to nobody, to somebody, to programs, and where there is nothing for those from elsewhere. */
const unknown = ["QUIRE_ERR_UNAUTHENTICATED", 4401];
const forbidden = ["QUIRE_ERR_FORBIDDEN", "QUIRE_ERR_OWNERS_ONLY", 4403];
const browsersOnly = ["QUIRE_ERR_BROWSER_ONLY"];
const nothingThere = ["QUIRE_ERR_NOT_FOUND"];

export type Asked = Pick<Row, "need" | "isForBrowsers">;

export function mayDo(actor: Actor, { need, isForBrowsers }: Asked): boolean {
  if (isForBrowsers && actor.isProgram) return false;
  switch (need) {
    case "anyone":
      return true;
    case "machine":
      return false;
    case "somebody":
      return actor.isSomebody;
    case "account":
      return actor.hasAccount;
    case "owner":
      return actor.ownsServer;
    default:
      return hasRole(actor, need);
  }
}

export function hasRole({ role }: Actor, need: Role): boolean {
  return role !== undefined && allows(role, need);
}

/** Which no the actor is to hear: who is nobody, that they are; and a guest may be told so too where only accounts come. */
export function refusalsFor(
  { isProgram, isKnown, isSomebody, hasAccount }: Actor,
  asked: Asked,
): readonly unknown[] {
  const { need, isForBrowsers } = asked;
  if (need === "machine") return nothingThere;
  const usual = isKnown ? forbidden : unknown;
  if (isProgram) return isForBrowsers ? [...usual, ...browsersOnly] : usual;
  const isForAccounts = need === "account" || need === "owner";
  return isSomebody && !hasAccount && isForAccounts ? [...unknown, ...forbidden] : usual;
}

/** The request of a route as the actor makes it, with the values where its address and its body name them. */
export function requestOf(
  route: string,
  { body: given, bytes }: Row,
  values: Readonly<Record<string, string>>,
  { address, headers }: Pick<Actor, "address" | "headers">,
): InjectOptions {
  const [method, path] = route.split(" ") as ["GET", string];
  const fill = (text: string) => text.replace(/\$(\w+)/g, (whole, name) => values[name] ?? whole);
  const body = given && JSON.parse(fill(JSON.stringify(given)));
  const type = bytes !== undefined && { "content-type": bytes };
  return {
    method,
    url: path.replace(/:(\w+)|\*/g, (whole, name) => values[name ?? whole] ?? whole),
    remoteAddress: address,
    headers: { ...headers, ...type },
    ...((body !== undefined || type) && { payload: body ?? (bytes === "image/png" ? pixel : "x") }),
  };
}

/** The code that an answer says in JSON: an error's, or that of a socket that does not come about. */
export function codeOf({ headers, body }: LightMyRequestResponse): unknown {
  const isJson = String(headers["content-type"]).startsWith("application/json");
  return isJson ? (JSON.parse(body) as { code?: unknown } | null)?.code : undefined;
}
