import { cleanName, type DocumentId, parseDocumentId, type Role, roles } from "@quire/protocol";
import type { CheckedTokenSettings } from "./settings.ts";

/** What a token says, once it is believed. */
export interface TokenClaims {
  /** Who it is, by the application's own id. */
  readonly subject: string;
  readonly name: string;
  readonly documents: readonly DocumentId[];
  readonly role: Role;
  /** From when on it is no good any more, in milliseconds since 1970. */
  readonly until: number;
}

type Rules = Pick<CheckedTokenSettings, "issuer" | "audience" | "leewayMs" | "longestMs" | "now">;

/** Documents that one token may open. */
const mostDocuments = 100;

/** An id that can be shown, and has no character in it that steers anything. */
const subjectForm = /^[^\p{C}\p{Z}]{1,100}$/u;

/**
 * What the claims of a token say, each compared by its type and its value; undefined where one is missing or is anything
 * else than this:
 *
 *     iss, aud   as in the settings; aud may be a list that has it
 *     exp        a whole number of seconds, in the future, and no further off than the settings allow
 *     iat, nbf   likewise, if they are there, and not in the future
 *     sub, name  texts
 *     document   an id, or a list of up to a hundred
 *     role       one of the five
 */
export function readClaims(
  payload: Readonly<Record<string, unknown>>,
  rules: Rules,
): TokenClaims | undefined {
  const { sub, name, document, role } = payload;
  if (payload["iss"] !== rules.issuer || !names(payload["aud"], rules.audience)) return undefined;
  const until = readUntil(payload, rules);
  const documents = readDocuments(document);
  if (until === undefined || documents === undefined || !isRole(role)) return undefined;
  if (typeof sub !== "string" || !subjectForm.test(sub) || typeof name !== "string") return undefined;
  const shown = cleanName(name);
  return shown === undefined ? undefined : { subject: sub, name: shown, documents, role, until };
}

function names(audience: unknown, wanted: string): boolean {
  if (typeof audience === "string") return audience === wanted;
  const isList = Array.isArray(audience) && audience.every((each) => typeof each === "string");
  return isList && audience.includes(wanted);
}

/** When the token ends; undefined where it has ended, has not begun, or would be good for too long. */
function readUntil(payload: Readonly<Record<string, unknown>>, rules: Rules): number | undefined {
  const now = rules.now();
  const exp = readTime(payload["exp"]);
  if (exp === undefined) return undefined;
  const until = exp + rules.leewayMs;
  for (const name of ["iat", "nbf"]) {
    if (payload[name] === undefined) continue;
    const since = readTime(payload[name]);
    if (since === undefined || since > now + rules.leewayMs || exp - since > rules.longestMs)
      return undefined;
  }
  return until > now && exp - now <= rules.longestMs + rules.leewayMs ? until : undefined;
}

/** A time as tokens say it, in milliseconds. One second is the finest that anybody means. */
function readTime(seconds: unknown): number | undefined {
  const isTime = typeof seconds === "number" && Number.isSafeInteger(seconds) && seconds > 0;
  return isTime ? seconds * 1_000 : undefined;
}

function readDocuments(document: unknown): readonly DocumentId[] | undefined {
  const list: readonly unknown[] = Array.isArray(document) ? document : [document];
  if (list.length === 0 || list.length > mostDocuments) return undefined;
  const ids = list.map((each) => (typeof each === "string" ? parseDocumentId(each) : undefined));
  return ids.every((id) => id !== undefined) ? ids : undefined;
}

function isRole(role: unknown): role is Role {
  return typeof role === "string" && (roles as readonly string[]).includes(role);
}
