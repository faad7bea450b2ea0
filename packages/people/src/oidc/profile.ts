import { cleanName } from "@quire/protocol";
import { isTooLong } from "../sign-in/email.ts";
import { SignInRefused } from "./refusal.ts";
import type { ProviderSettings } from "./settings.ts";

/** Somebody as a provider tells of them, after each thing was looked at by type and value. */
export interface Profile {
  /** Together with the issuer: who it is, for ever. OpenID Connect promises that of nothing else, least of all of an address. */
  readonly subject: string;
  readonly issuer: string;
  /** Null where there is none that could be one. */
  readonly email: string | null;
  /** Whether the provider knows that the address is theirs. */
  readonly isVerified: boolean;
  readonly name: string | null;
  /** The groups that they are in at the provider. */
  readonly groups: readonly string[];
}

type Claims = Readonly<Record<string, unknown>>;

/** The longest subject that OpenID Connect allows. */
const maxSubject = 255;

/** Reads the claims of an ID token, and of the UserInfo answer for what the token leaves out. Throws SignInRefused without a subject. */
export function readProfile(token: Claims, more: Claims, settings: ProviderSettings): Profile {
  const { sub, iss } = token;
  if (typeof sub !== "string" || sub === "" || sub.length > maxSubject || typeof iss !== "string")
    throw new SignInRefused("provider-failed");
  // An address and the word that it was checked are of one source: one must not vouch for the other's.
  const { email, email_verified } = token.email === undefined ? more : token;
  return {
    subject: sub,
    issuer: iss,
    email: readEmail(email),
    isVerified: email_verified === true || (email_verified === undefined && settings.verifiesEmail),
    name: readName(token.name) ?? readName(more.name),
    groups: readGroups(token[settings.groupsClaim] ?? more[settings.groupsClaim]),
  };
}

/** One address, without blanks, control characters or a name beside it. */
function readEmail(email: unknown): string | null {
  if (typeof email !== "string" || email.length > 254 || isTooLong(email)) return null;
  return /^[^\s@\p{C}<>"(),:;[\]\\]+@[^\s@\p{C}<>"(),:;[\]\\]+$/u.test(email) ? email : null;
}

function readName(name: unknown): string | null {
  return typeof name === "string" ? (cleanName(name.slice(0, 1_000)) ?? null) : null;
}

/** A list of texts and nothing else: what is anything else means no group at all, not some. */
function readGroups(groups: unknown): readonly string[] {
  const isList = Array.isArray(groups) && groups.every((group) => typeof group === "string");
  return isList ? groups : [];
}
