import { type ErrorKind, kind, quote } from "./error-kind.ts";
import { peopleKinds } from "./people-errors.ts";

/** What a quota bounds. */
type QuotaOf = "documents" | "files" | "bytes of files" | "bytes of text";

/** Every error that Quire answers with. Each code stands in docs/self-hosting.md too. */
const kinds = {
  ...peopleKinds,
  QUIRE_ERR_BAD_REQUEST: kind(400, (v: { problem: string }) => `The request cannot be read: ${v.problem}.`),
  QUIRE_ERR_PARENT_NOT_FOUND: kind<object>(
    400,
    () =>
      "The document that this was to go below is not there, or you may not open it. Choose another place, or none.",
  ),
  QUIRE_ERR_FILE_EMPTY: kind<object>(400, () => "The file is empty. Choose one with something in it."),
  QUIRE_ERR_UNAUTHENTICATED: kind<object>(
    401,
    () => "This server does not know who you are. Sign in and try again.",
  ),
  QUIRE_ERR_PASSKEY_REFUSED: kind<object>(
    401,
    () => "This passkey is not known here, or could not be checked. Try it again, or come in another way.",
  ),
  QUIRE_ERR_FORBIDDEN: kind(
    403,
    (v: { need: string }) => `You need the role "${v.need}" for this. Ask an owner of the document for it.`,
  ),
  QUIRE_ERR_REMOTE_OFF: kind<object>(
    403,
    () => "This server gets no images from other servers. Save the image, and upload the file.",
  ),
  QUIRE_ERR_NAME_FIXED: kind<object>(403, () => "Your name comes from your account. Change it there."),
  QUIRE_ERR_ORIGIN_REFUSED: kind(403, (v: { origin: string | undefined }) =>
    v.origin === undefined
      ? "A request with a cookie must say its Origin. Leave the cookie out, or send the Origin of this server's pages."
      : `The Origin ${quote(v.origin)} is not allowed here. Open the page at this server's own address, or add the Origin to QUIRE_ORIGINS.`,
  ),
  QUIRE_ERR_TOKEN_NOT_FOUND: kind<object>(404, () => "There is no such token. Look for it in your account."),
  QUIRE_ERR_PASSKEY_NOT_FOUND: kind<object>(
    404,
    () => "There is no such passkey. Look for it in your account.",
  ),
  QUIRE_ERR_NOT_FOUND: kind(
    404,
    (v: { method: string; path: string }) =>
      `There is nothing at ${v.method} ${quote(v.path)}. See /api/openapi.json for what there is.`,
  ),
  QUIRE_ERR_DOCUMENT_NOT_FOUND: kind(
    404,
    (v: { id: string }) => `There is no document ${quote(v.id)}. Look for it in the list of documents.`,
  ),
  QUIRE_ERR_FILE_NOT_FOUND: kind(
    404,
    (v: { id: string; hash: string }) =>
      `The document ${quote(v.id)} holds no file ${quote(v.hash)}. Upload it there.`,
  ),
  QUIRE_ERR_LINE_NOT_FOUND: kind<object>(
    404,
    () => "There is no such line, or it is not yours. Open one with POST /api/lines.",
  ),
  QUIRE_ERR_UPLOAD_TOO_SLOW: kind(
    408,
    (v: { bytes: number; seconds: number }) =>
      `The file comes too slowly: less than ${v.bytes} bytes in ${v.seconds} seconds. Try again on a better line.`,
  ),
  QUIRE_ERR_DOCUMENT_TAKEN: kind(
    409,
    (v: { id: string }) =>
      `The id ${quote(v.id)} is taken, perhaps by a deleted document. Choose another, or leave it out.`,
  ),
  QUIRE_ERR_PARENT_BELOW: kind(
    409,
    (v: { document: string; parent: string }) =>
      `${quote(v.document)} cannot be moved below ${quote(v.parent)}, which is the same document or stands below it. Choose another place.`,
  ),
  QUIRE_ERR_PARENT_TOO_DEEP: kind(
    409,
    (v: { parent: string; most: number }) =>
      `${quote(v.parent)} has ${v.most} documents or more above it, and nothing is moved below it. Choose a place nearer to the top.`,
  ),
  QUIRE_ERR_LINE_OUT_OF_STEP: kind(
    409,
    (v: { next: number; number: number }) =>
      `The next number on this line is ${v.next}, not ${v.number}. Send one body, and ask for one answer, after the other.`,
  ),
  QUIRE_ERR_TOO_MANY_TOKENS: kind(
    409,
    (v: { most: number }) => `An account may have ${v.most} tokens, and yours has them. End one first.`,
  ),
  QUIRE_ERR_TOO_MANY_PASSKEYS: kind(
    409,
    (v: { most: number }) =>
      `An account may have ${v.most} passkeys, and yours has them. Take one off first.`,
  ),
  QUIRE_ERR_DOCUMENT_DELETED: kind(
    410,
    (v: { id: string }) => `The document ${quote(v.id)} was deleted. An owner can restore it.`,
  ),
  QUIRE_ERR_DOCUMENT_REPLACED: kind(
    410,
    (v: { id: string; replacedBy: string }) =>
      `The document ${quote(v.id)} was replaced by ${quote(v.replacedBy)}. Go on in that one.`,
  ),
  QUIRE_ERR_BODY_TOO_LARGE: kind(
    413,
    (v: { limit: number; size: number | undefined }) =>
      `The body may have ${v.limit} bytes${v.size === undefined ? "" : ` and has ${v.size}`}. Send less at once.`,
  ),
  QUIRE_ERR_FILE_TOO_LARGE: kind(
    413,
    (v: { limit: number; size: number | undefined }) =>
      `A file may have ${v.limit} bytes${v.size === undefined ? "" : `, and this one has ${v.size}`}. Make it smaller, or ask who runs this server for more.`,
  ),
  QUIRE_ERR_FILES_FULL: kind(
    413,
    (v: { id: string; limit: number; used: number }) =>
      `The files of the document ${quote(v.id)} may have ${v.limit} bytes together, and have ${v.used}. Use another document, or ask who runs this server for more.`,
  ),
  QUIRE_ERR_QUOTA_FULL: kind(
    413,
    (v: { whose: "person" | "server"; what: QuotaOf; limit: number }) =>
      `${v.whose === "person" ? "You may have" : "This server may hold"} ${v.limit} ${v.what}, and there is no room for more. ${v.what === "documents" ? "Delete one that you made, or ask" : "Ask"} who runs this server.`,
  ),
  QUIRE_ERR_UNSUPPORTED_TYPE: kind(
    415,
    (v: { type: string | undefined; wanted?: string }) =>
      `A body must be of the type ${v.wanted ?? "application/json"}, ${v.type === undefined ? "and this one says none" : `not ${quote(v.type)}`}.`,
  ),
  QUIRE_ERR_RANGE_NOT_SATISFIABLE: kind(
    416,
    (v: { range: string; size: number }) =>
      `The file has ${v.size} bytes, and none of the range ${quote(v.range)}. Ask for bytes that it has.`,
  ),
  QUIRE_ERR_REMOTE_REFUSED: kind(
    422,
    (v: { url: string }) =>
      `An image must be at a public http or https address, and ${quote(v.url)} is at none. Save the image, and upload the file.`,
  ),
  QUIRE_ERR_REMOTE_FAILED: kind(
    422,
    (v: { url: string; reason: string }) =>
      `The image at ${quote(v.url)} could not be had: ${v.reason}. Save the image, and upload the file.`,
  ),
  QUIRE_ERR_REMOTE_NOT_IMAGE: kind(
    422,
    (v: { url: string }) =>
      `What is at ${quote(v.url)} is no image that browsers show. Save it, and upload the file.`,
  ),
  QUIRE_ERR_MARKDOWN_TOO_SLOW: kind(
    422,
    (v: { seconds: number }) =>
      `This Markdown takes longer than ${v.seconds} seconds to read. Import it in parts, or look for a paragraph with thousands of brackets.`,
  ),
  QUIRE_ERR_HOST_REFUSED: kind(
    421,
    (v: { host: string | undefined }) =>
      `This server does not answer for the Host ${quote(v.host ?? "")}. Set QUIRE_URL to the address that people use.`,
  ),
  QUIRE_ERR_WEBSOCKET_ONLY: kind(
    426,
    (v: { path: string }) => `${quote(v.path)} speaks WebSocket only. Connect with the ws or wss scheme.`,
  ),
  QUIRE_ERR_TOO_MANY_UPLOADS: kind(
    429,
    (v: { most: number }) => `There are ${v.most} uploads under way already. Wait until one is done.`,
  ),
  QUIRE_ERR_TOO_MANY_DOCUMENTS: kind(
    429,
    (v: { most: number }) => `You may make ${v.most} documents in a minute. Wait a little, and try again.`,
  ),
  QUIRE_ERR_TOO_MANY_HEADERS: kind(
    431,
    (v: { limit: number; count: number }) =>
      `A request may have ${v.limit} headers and has ${v.count}. Send fewer.`,
  ),
  QUIRE_ERR_INTERNAL: kind<object>(500, () => "The server failed. The cause is in its log; try again."),
  QUIRE_ERR_STORE_FAILED: kind<object>(
    503,
    () =>
      "The store does not take writes now. What was sent may still be written when it does: look before sending it again. The cause is in the server's log.",
  ),
  QUIRE_ERR_DISK_FULL: kind<object>(
    507,
    () => "The server's disk has no room for this file. Nothing of it was kept; tell who runs the server.",
  ),
  QUIRE_ERR_CONFIG_INVALID: kind(
    undefined,
    (v: { name: string; value: string | undefined; allowed: string }) =>
      `${v.name} ${v.value === undefined ? "is not set" : `is ${quote(v.value)}`}: ${v.allowed}.`,
  ),
  QUIRE_ERR_DATA_DIR_LOCKED: kind(
    undefined,
    (v: { path: string; pid: number }) =>
      `The data directory ${v.path} is held by the process ${v.pid}. Stop that one, or set QUIRE_DATA to another directory.`,
  ),
  QUIRE_ERR_DATA_DIR_LOST: kind(
    undefined,
    (v: { path: string }) =>
      `Nothing is written any more: another process has taken the data directory ${v.path} while this one stood still. Stop one of the two.`,
  ),
  QUIRE_ERR_DATA_DIR_UNUSABLE: kind(
    undefined,
    (v: { path: string; reason: string }) =>
      `The data directory ${v.path} cannot be used: ${v.reason}. Make it writable for this user, or set QUIRE_DATA to another directory.`,
  ),
  QUIRE_ERR_DATA_FORMAT_NEWER: kind(
    undefined,
    (v: { path: string; found: number; known: number }) =>
      `The data directory ${v.path} has format ${v.found} and this version of Quire knows up to ${v.known}. Start the newer version again.`,
  ),
};

/** A stable name for what went wrong. */
export type ErrorCode = keyof typeof kinds;

/** Every code, for documentation and tests. */
export const errorCodes = Object.keys(kinds) as readonly ErrorCode[];

type Values<Code extends ErrorCode> = Parameters<(typeof kinds)[Code]["say"]>[0];

/** What the world or a caller did wrong, by its code, in a sentence that may be shown to them. */
export class QuireError extends Error {
  override readonly name = "QuireError";
  readonly code: ErrorCode;
  /** The HTTP status; 500 for what only a start can meet. */
  readonly statusCode: number;
  /** Seconds until it is worth another try, where that is known. */
  readonly retryAfter: number | undefined;

  constructor(code: ErrorCode, message: string, options?: ErrorOptions & { readonly retryAfter?: number }) {
    super(message, options);
    this.code = code;
    this.retryAfter = options?.retryAfter;
    this.statusCode = kinds[code].status ?? 500;
  }
}

/** The error of a code, its sentence made from the values: `throw fail("QUIRE_ERR_DOCUMENT_DELETED", { id })`. */
export function fail<Code extends ErrorCode>(
  code: Code,
  values: Values<Code>,
  options?: ErrorOptions,
): QuireError {
  const { say, retryAfter } = kinds[code] as ErrorKind<Values<Code>>;
  const seconds = retryAfter?.(values);
  return new QuireError(code, say(values), {
    ...options,
    ...(seconds !== undefined && { retryAfter: seconds }),
  });
}
