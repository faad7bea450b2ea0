import { fail } from "@quire/server";

/** How mail is sent, as the environment says it. */
export interface MailConfig {
  readonly url: string;
  readonly from: string;
}

/** Reads QUIRE_SMTP_URL and QUIRE_MAIL_FROM. Throws QUIRE_ERR_CONFIG_INVALID; a password in the address is not repeated. */
export function readMail(url: string | undefined, from: string | undefined): MailConfig | undefined {
  if (url === undefined) {
    if (from === undefined) return undefined;
    throw invalid(
      "QUIRE_MAIL_FROM",
      from,
      "it is of use with QUIRE_SMTP_URL only; set that too, or leave it out",
    );
  }
  const parsed = URL.parse(url);
  if (parsed === null || !isServer(parsed)) {
    throw invalid(
      "QUIRE_SMTP_URL",
      parsed === null ? "an address that cannot be read" : withoutPassword(parsed),
      "it must be smtp:// or smtps:// with a host, perhaps a user, a password and a port, and nothing behind, as smtp://user:password@mail.example.org:587",
    );
  }
  if (from === undefined)
    throw invalid(
      "QUIRE_MAIL_FROM",
      undefined,
      "mails need somebody whom they are from, as quire@example.org",
    );
  // A name in front, and an address: anything else would be read in more than one way.
  if (
    !/^(?:[^<>"\p{Cc},;:@]*<[^\s<>"\p{Cc},;:@]+@[^\s<>"\p{Cc},;:@]+>|[^\s<>"\p{Cc},;:@]+@[^\s<>"\p{Cc},;:@]+)$/u.test(
      from,
    )
  )
    throw invalid(
      "QUIRE_MAIL_FROM",
      from,
      "it must be an address, as quire@example.org or Quire <quire@example.org>",
    );
  return Object.freeze({ url, from });
}

function isServer({ protocol, hostname, pathname, search, hash, username, password }: URL): boolean {
  return (
    (protocol === "smtp:" || protocol === "smtps:") &&
    hostname !== "" &&
    (pathname === "" || pathname === "/") &&
    search === "" &&
    hash === "" &&
    (password === "" || username !== "") &&
    isDecodable(username) &&
    isDecodable(password)
  );
}

/** A percent sign in a password is written %25. */
function isDecodable(text: string): boolean {
  try {
    decodeURIComponent(text);
    return true;
  } catch {
    return false;
  }
}

function withoutPassword(url: URL): string {
  const shown = new URL(url);
  if (shown.password !== "") shown.password = "...";
  return shown.href;
}

function invalid(name: string, value: string | undefined, allowed: string): Error {
  return fail("QUIRE_ERR_CONFIG_INVALID", { name, value, allowed });
}
