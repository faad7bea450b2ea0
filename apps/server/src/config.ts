import { isIP } from "node:net";
import { resolve } from "node:path";
import { fail, isLoopbackName, type Limits, parseOrigin, parseUrl, type Quotas } from "@quire/server";
import type { TokenSettings } from "@quire/server/tokens";
import { type MailConfig, readMail } from "./mail-config.ts";
import { readTokenSettings } from "./token-config.ts";

/** How somebody comes in: by coming, or by an account. */
export type Access = "open" | "accounts";

/** What the environment says, checked whole before anything is opened. */
export interface Config {
  readonly port: number;
  readonly host: string;
  /** An absolute path. */
  readonly dataDir: string;
  /** The address that people use, where it is not this machine's own. */
  readonly url: string | undefined;
  readonly origins: readonly string[];
  /** Addresses of proxies whose X-Forwarded-For is believed. */
  readonly trustProxy: readonly string[];
  /** Whether whoever comes may write, or people sign in. */
  readonly access: Access;
  /** The file that lists the servers that people may sign in with, an absolute path. */
  readonly oidcFile: string | undefined;
  /** Whose tokens open documents, where an application signs some. */
  readonly tokens: TokenSettings | undefined;
  readonly openRooms: boolean;
  /** Bytes that a file may have, and all files of a document. */
  readonly fileBytes: number;
  readonly documentFileBytes: number;
  /** Whether pasted images are got from other servers. */
  readonly fetchImages: boolean;
  /** How mail is sent; undefined where it is not. */
  readonly mail: MailConfig | undefined;
  /** How many days the audit log is kept. */
  readonly auditDays: number;
  /** How often one person may change something about people and rights in an hour. */
  readonly changesPerHour: number;
  /** What people may have on this server, and how fast they may make documents. */
  readonly quotas: Quotas;
  /** What Prometheus says as a Bearer token; without one, numbers are for this machine alone where people sign in. */
  readonly metricsToken: string | undefined;
  /** What one may take up; false where only this machine's people come in, and none was set. */
  readonly limits: Partial<Limits> | false;
}

/** Each setting with what it takes, for `--help` and the documentation. */
export const settings = {
  QUIRE_PORT: "the port, 0 to 65535 (7070); 0 takes a free one",
  QUIRE_HOST: "the address to listen on (127.0.0.1)",
  QUIRE_DATA: "the directory that holds everything (./data)",
  QUIRE_URL: "the address that people use, as https://docs.example.org",
  QUIRE_ORIGINS: "further Origins whose pages may connect, with commas; * only with open rooms",
  QUIRE_TRUST_PROXY: "addresses of proxies to believe, with commas (none)",
  QUIRE_ACCESS:
    "open: whoever reaches it may write (the default on loopback without a proxy); accounts: people sign in (the default elsewhere)",
  QUIRE_OIDC_FILE: "a file that lists the servers that people may sign in with, as docs/self-hosting.md says",
  QUIRE_TOKEN_SECRET_FILE:
    "with accounts: a file with the secret of an application whose tokens open documents",
  QUIRE_TOKEN_JWKS_URL: "or where its public keys are, as https://app.example.org/keys.json",
  QUIRE_TOKEN_ISSUER: "what its tokens say as iss",
  QUIRE_TOKEN_AUDIENCE: "and as aud",
  QUIRE_SMTP_URL: "the server that sends mail, as smtp://user:password@mail.example.org:587 (none)",
  QUIRE_MAIL_FROM: "whom mail is from, as Quire <quire@example.org>",
  QUIRE_OPEN_ROOMS: "true: any name is a room, as on a y-websocket server (false)",
  QUIRE_FILE_BYTES: "bytes that a file in a document may have (26214400)",
  QUIRE_DOCUMENT_FILE_BYTES: "bytes that all files of a document may have (1073741824)",
  QUIRE_FETCH_IMAGES: "false: pasted images are not got from other servers (true)",
  QUIRE_AUDIT_DAYS: "how many days it is kept who did what (365)",
  QUIRE_CHANGES_PER_HOUR: "how often one person may change people and rights in an hour (300)",
  QUIRE_DOCUMENTS_PER_PERSON: "how many documents one person may have made (no bound)",
  QUIRE_DOCUMENTS: "how many documents there may be (no bound)",
  QUIRE_FILES_PER_PERSON: "how many files one person may have put in (no bound)",
  QUIRE_FILES: "how many files there may be (no bound)",
  QUIRE_FILE_BYTES_PER_PERSON: "bytes of files that one person may have put in (no bound)",
  QUIRE_FILE_BYTES_TOTAL: "bytes that all files may have (no bound)",
  QUIRE_TEXT_BYTES_PER_PERSON: "bytes of text that one person may have written (no bound)",
  QUIRE_TEXT_BYTES_TOTAL: "bytes of text that all may have written (no bound)",
  QUIRE_DOCUMENTS_PER_MINUTE: "how many documents one person may make in a minute (120)",
  QUIRE_METRICS_TOKEN: "what has to be said as a Bearer token to read /metrics",
  QUIRE_MESSAGES_PER_SECOND: "what a connection may send before it is read more slowly (100)",
  QUIRE_BYTES_PER_SECOND: "likewise in bytes (1048576)",
  QUIRE_CONNECTIONS_PER_DOCUMENT: "how many may be in one document (200)",
  QUIRE_CONNECTIONS_PER_PERSON_AND_DOCUMENT: "how many of them may be one person's (20)",
  QUIRE_CONNECTIONS_PER_PERSON: "how many one person may have (300)",
  QUIRE_CONNECTIONS_PER_ADDRESS: "how many may come from one address (1000)",
} as const;

type Name = keyof typeof settings;
type Environment = Readonly<Record<string, string | undefined>>;

/** Reads the settings. Throws QUIRE_ERR_CONFIG_INVALID for the first that is wrong. An empty value is none. */
export function readConfig(environment: Environment = process.env): Config {
  const read = (name: Name) => environment[name]?.trim() || undefined;
  const openRooms = readFlag("QUIRE_OPEN_ROOMS", read("QUIRE_OPEN_ROOMS") ?? "false");
  const host = readHost(read("QUIRE_HOST") ?? "127.0.0.1");
  const url = read("QUIRE_URL");
  const address = url === undefined ? undefined : parseUrl("QUIRE_URL", url);
  const origins = readList(read("QUIRE_ORIGINS")).map((origin) =>
    parseOrigin("QUIRE_ORIGINS", origin, openRooms),
  );
  const trustProxy = readList(read("QUIRE_TRUST_PROXY")).map(readProxy);
  const isLoopback =
    isLoopbackHost(host) &&
    (address === undefined || isLoopbackName(address.hostname)) &&
    // A proxy, and pages of other machines, bring others in than this machine's people.
    trustProxy.length === 0 &&
    origins.every((origin) => isLoopbackName(URL.parse(origin)?.hostname ?? ""));
  const access = readAccess(read("QUIRE_ACCESS"), openRooms, isLoopback);
  return Object.freeze({
    port: readPort(read("QUIRE_PORT") ?? "7070"),
    host,
    dataDir: readDirectory(read("QUIRE_DATA") ?? "./data"),
    url: address?.origin,
    origins: Object.freeze(origins),
    trustProxy: Object.freeze(trustProxy),
    access,
    oidcFile: readOidcFile(read("QUIRE_OIDC_FILE"), access),
    tokens: readTokens(read, access),
    mail: readMail(read("QUIRE_SMTP_URL"), read("QUIRE_MAIL_FROM")),
    openRooms,
    fileBytes: readCount("QUIRE_FILE_BYTES", read("QUIRE_FILE_BYTES") ?? "26214400"),
    documentFileBytes: readCount(
      "QUIRE_DOCUMENT_FILE_BYTES",
      read("QUIRE_DOCUMENT_FILE_BYTES") ?? "1073741824",
    ),
    fetchImages: readFlag("QUIRE_FETCH_IMAGES", read("QUIRE_FETCH_IMAGES") ?? "true"),
    auditDays: readCount("QUIRE_AUDIT_DAYS", read("QUIRE_AUDIT_DAYS") ?? "365"),
    changesPerHour: readCount("QUIRE_CHANGES_PER_HOUR", read("QUIRE_CHANGES_PER_HOUR") ?? "300"),
    quotas: readQuotas(read, isLoopback && access === "open"),
    metricsToken: readToken(read("QUIRE_METRICS_TOKEN")),
    limits: readLimits(read, isLoopback && access === "open"),
  });
}

function readTokens(read: (name: Name) => string | undefined, access: Access): TokenSettings | undefined {
  const tokens = readTokenSettings({
    secretFile: read("QUIRE_TOKEN_SECRET_FILE"),
    jwksUrl: read("QUIRE_TOKEN_JWKS_URL"),
    issuer: read("QUIRE_TOKEN_ISSUER"),
    audience: read("QUIRE_TOKEN_AUDIENCE"),
  });
  // Where everybody may do everything, a token that says less would be believed to hold.
  if (tokens !== undefined && access === "open")
    throw invalid("QUIRE_ACCESS", access, "it must be accounts where an application's tokens open documents");
  return tokens;
}

const limits = {
  messagesPerSecond: "QUIRE_MESSAGES_PER_SECOND",
  bytesPerSecond: "QUIRE_BYTES_PER_SECOND",
  connectionsPerDocument: "QUIRE_CONNECTIONS_PER_DOCUMENT",
  connectionsPerPersonAndDocument: "QUIRE_CONNECTIONS_PER_PERSON_AND_DOCUMENT",
  connectionsPerPerson: "QUIRE_CONNECTIONS_PER_PERSON",
  connectionsPerAddress: "QUIRE_CONNECTIONS_PER_ADDRESS",
} as const satisfies Record<keyof Limits, Name>;

/** The limits that are set. Where only this machine's people come in, there are none unless one is. */
function readLimits(read: (name: Name) => string | undefined, isOurs: boolean): Partial<Limits> | false {
  const set = readCounts(read, limits);
  return isOurs && Object.keys(set).length === 0 ? false : Object.freeze(set);
}

/** The counts of those names that are set. */
function readCounts<Count extends string>(
  read: (name: Name) => string | undefined,
  names: Readonly<Record<Count, Name>>,
): Partial<Record<Count, number>> {
  const set = Object.entries<Name>(names).flatMap(([count, name]) => {
    const value = read(name);
    return value === undefined ? [] : [[count, readCount(name, value)] as const];
  });
  return Object.fromEntries(set) as Partial<Record<Count, number>>;
}

const quotas = {
  documentsPerPerson: "QUIRE_DOCUMENTS_PER_PERSON",
  documents: "QUIRE_DOCUMENTS",
  filesPerPerson: "QUIRE_FILES_PER_PERSON",
  files: "QUIRE_FILES",
  fileBytesPerPerson: "QUIRE_FILE_BYTES_PER_PERSON",
  fileBytes: "QUIRE_FILE_BYTES_TOTAL",
  textBytesPerPerson: "QUIRE_TEXT_BYTES_PER_PERSON",
  textBytes: "QUIRE_TEXT_BYTES_TOTAL",
  documentsPerMinute: "QUIRE_DOCUMENTS_PER_MINUTE",
} as const satisfies Record<keyof Quotas, Name>;

/** More than anybody makes by hand, and a folder of files at once. */
const documentsPerMinute = 120;

/** The quotas that are set. Who only reaches their own machine may make documents as fast as they can. */
function readQuotas(read: (name: Name) => string | undefined, isOurs: boolean): Quotas {
  return Object.freeze({ ...(!isOurs && { documentsPerMinute }), ...readCounts(read, quotas) });
}

function readCount(name: Name, value: string): number {
  if (/^[1-9]\d{0,14}$/.test(value)) return Number(value);
  throw invalid(name, value, "it must be a whole number, 1 or more");
}

/** A secret is not repeated: the sentence leaves it out. */
function readToken(value: string | undefined): string | undefined {
  if (value === undefined || /^[\w.~+/=-]{16,256}$/.test(value)) return value;
  throw invalid("QUIRE_METRICS_TOKEN", "…", "it must be 16 to 256 letters, digits or -._~+/=");
}

/** Nobody's server is opened to the world without their word: where it can be reached from outside, people sign in unless it is said. */
function readAccess(access: string | undefined, openRooms: boolean, isLoopback: boolean): Access {
  if (access !== undefined && access !== "open" && access !== "accounts") {
    throw invalid("QUIRE_ACCESS", access, "it must be open or accounts");
  }
  if (openRooms && access === "accounts") {
    throw invalid(
      "QUIRE_ACCESS",
      access,
      "accounts and QUIRE_OPEN_ROOMS=true exclude each other; leave one of them out",
    );
  }
  return access ?? (openRooms || isLoopback ? "open" : "accounts");
}

/** What the file says is read where people sign in, and nowhere else. */
function readOidcFile(path: string | undefined, access: Access): string | undefined {
  if (path === undefined) return undefined;
  if (access === "accounts" && !path.includes("\0")) return resolve(path);
  throw invalid(
    "QUIRE_OIDC_FILE",
    path,
    access === "accounts"
      ? "it must be the path of a file"
      : "nobody signs in here; set QUIRE_ACCESS=accounts",
  );
}

/** Whether only this machine reaches a server that listens on the host. */
export function isLoopbackHost(host: string): boolean {
  return isLoopbackName(isIP(host) === 6 ? new URL(`http://[${host}]`).hostname : host);
}

function readFlag(name: Name, value: string): boolean {
  if (value === "false") return false;
  if (value === "true") return true;
  throw invalid(name, value, "it must be true or false");
}

function readPort(value: string): number {
  const port = Number(value);
  if (/^\d{1,5}$/.test(value) && port <= 65_535) return port;
  throw invalid("QUIRE_PORT", value, "it must be a port from 0 to 65535");
}

function readHost(value: string): string {
  const host = value.toLowerCase();
  if (
    isIP(host) !== 0 ||
    /^(?=.{1,253}$)[a-z\d]([a-z\d-]*[a-z\d])?(\.[a-z\d]([a-z\d-]*[a-z\d])?)*$/.test(host)
  ) {
    // A name of digits and dots alone is an address gone wrong.
    if (isIP(host) !== 0 || /[a-z]/.test(host)) return host;
  }
  throw invalid(
    "QUIRE_HOST",
    value,
    "it must be an address or a name to listen on, without scheme or port, as 127.0.0.1, ::1 or 0.0.0.0",
  );
}

function readDirectory(value: string): string {
  if (value.includes("\0")) throw invalid("QUIRE_DATA", value, "it must be the path of a directory");
  return resolve(value);
}

function readProxy(value: string): string {
  const [address = "", bits, ...rest] = value.split("/");
  const most = isIP(address) === 6 ? 128 : 32;
  const isRange = bits === undefined || (/^\d{1,3}$/.test(bits) && Number(bits) <= most);
  if (isIP(address) !== 0 && isRange && rest.length === 0) return value;
  throw invalid(
    "QUIRE_TRUST_PROXY",
    value,
    "it must be addresses or ranges with commas, as 127.0.0.1,10.0.0.0/8",
  );
}

function readList(value: string | undefined): string[] {
  return (value ?? "")
    .split(",")
    .map((entry) => entry.trim())
    .filter((entry) => entry !== "");
}

function invalid(name: Name, value: string, allowed: string): Error {
  return fail("QUIRE_ERR_CONFIG_INVALID", { name, value, allowed });
}
