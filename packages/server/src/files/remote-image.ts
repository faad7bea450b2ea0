import { lookup } from "node:dns/promises";
import { get as getHttp, type IncomingMessage, type RequestOptions } from "node:http";
import { get as getHttps } from "node:https";
import { isIP, type LookupFunction } from "node:net";
import { fail } from "../errors.ts";
import type { ByteSource } from "./draft.ts";
import { createAddressCheck } from "./public-address.ts";

/** An address that a name stands for. */
export interface Resolved {
  readonly address: string;
  readonly family: number;
}

export interface RemoteImagesOptions {
  /** What a name stands for; the system's answer by itself. */
  readonly resolve?: (name: string) => Promise<readonly Resolved[]>;
  /** Whether an address may be asked; every public one by itself. */
  readonly isAllowed?: (address: string) => boolean;
  /** How long all of it may take: names, redirects, and the last byte. */
  readonly deadlineMs?: number;
}

/** An answer with bytes that may be an image, as they come. */
export interface RemoteImage {
  readonly source: ByteSource;
  readonly declaredBytes: number | undefined;
  /** The last part of its address. */
  readonly name: string;
  /** Ends the connection, also where nothing was read. */
  close(): void;
}

/** Gets images from other servers. Whoever asks learns whether there was one, and nothing of what this machine can reach. */
export type FetchImage = (url: string, signal: AbortSignal) => Promise<RemoteImage>;

const deadlineMs = 20_000;
const mostRedirects = 5;

/** Nothing of who asked leaves: no cookie, no address of a page, no language. */
const headers = { accept: "image/*", "accept-encoding": "identity", "user-agent": "Quire" };

/**
 * Asks no address that was not looked at: a name is resolved once, all of its addresses must be public, and the connection
 * goes to these, so that a name which stands for something else a moment later changes nothing. So for each redirect.
 */
export function createFetchImage(options: RemoteImagesOptions = {}): FetchImage {
  const given = { resolve: resolveName, isAllowed: createAddressCheck(), deadlineMs, ...options };
  return async (url, signal) => {
    const ending = AbortSignal.any([signal, AbortSignal.timeout(given.deadlineMs)]);
    let at = parseUrl(url, undefined);
    for (let redirects = 0; redirects <= mostRedirects; redirects++) {
      const answer = await ask(at, await addressesOf(at, given, ending), ending);
      const next = redirectOf(answer);
      if (next === undefined) return imageOf(at, answer);
      answer.destroy();
      at = parseUrl(next, at.href);
    }
    throw failed(at, `it redirects more than ${mostRedirects} times`);
  };
}

function parseUrl(text: string, base: string | undefined): URL {
  const url = URL.parse(text, base);
  const isHttp = url?.protocol === "http:" || url?.protocol === "https:";
  if (url === null || !isHttp || url.username !== "" || url.password !== "") {
    throw fail("QUIRE_ERR_REMOTE_REFUSED", { url: text });
  }
  return url;
}

/** The addresses that the URL's host stands for, all of them allowed. */
async function addressesOf(
  url: URL,
  { resolve, isAllowed }: Required<RemoteImagesOptions>,
  signal: AbortSignal,
): Promise<readonly Resolved[]> {
  const host = url.hostname.replace(/^\[(.*)\]$/, "$1");
  const family = isIP(host);
  const addresses = family === 0 ? await named(url, resolve(host), signal) : [{ address: host, family }];
  if (addresses.length === 0) throw failed(url, "its server is not known");
  if (addresses.every(({ address }) => isAllowed(address))) return addresses;
  throw fail("QUIRE_ERR_REMOTE_REFUSED", { url: url.href });
}

/** The system's own question for a name cannot be taken back: it is waited for as long as there is time. */
async function named(
  url: URL,
  answer: Promise<readonly Resolved[]>,
  signal: AbortSignal,
): Promise<readonly Resolved[]> {
  const { promise: ended, reject } = Promise.withResolvers<never>();
  const end = (): void => reject(signal.reason);
  signal.addEventListener("abort", end);
  try {
    signal.throwIfAborted();
    return await Promise.race([answer, ended]);
  } catch (error) {
    throw failed(url, signal.aborted ? "it takes too long" : "its server is not known", error);
  } finally {
    signal.removeEventListener("abort", end);
  }
}

async function resolveName(name: string): Promise<readonly Resolved[]> {
  return await lookup(name, { all: true });
}

/** The head of the answer that one of the addresses gives. */
async function ask(url: URL, addresses: readonly Resolved[], signal: AbortSignal): Promise<IncomingMessage> {
  const { promise, resolve, reject } = Promise.withResolvers<IncomingMessage>();
  const get = url.protocol === "https:" ? getHttps : getHttp;
  // A connection of its own: one that is kept could be to another address.
  const options: RequestOptions = { agent: false, headers, lookup: pin(addresses), signal };
  const request = get(url, options, resolve);
  request.on("error", reject);
  try {
    return await promise;
  } catch (error) {
    throw failed(url, signal.aborted ? "it takes too long" : "its server does not answer", error);
  }
}

/** Answers every question with the addresses that were looked at. */
function pin(addresses: readonly Resolved[]): LookupFunction {
  return (_, options, answer) => {
    const [first = { address: "", family: 0 }] = addresses;
    if (options.all === true) answer(null, [...addresses]);
    else answer(null, first.address, first.family);
  };
}

/** Where the answer sends who asked; undefined where it is the answer. */
function redirectOf({ statusCode = 0, headers: { location } }: IncomingMessage): string | undefined {
  return [301, 302, 303, 307, 308].includes(statusCode) ? location : undefined;
}

function imageOf(url: URL, answer: IncomingMessage): RemoteImage {
  const { statusCode, headers: heads } = answer;
  const encoding = heads["content-encoding"] ?? "identity";
  if (statusCode !== 200 || encoding !== "identity") {
    answer.destroy();
    throw failed(url, statusCode === 200 ? "it comes compressed" : `its server answers ${statusCode}`);
  }
  const length = heads["content-length"];
  return {
    source: bytesOf(url, answer),
    declaredBytes: length === undefined ? undefined : Number(length),
    name: decode(url.pathname.slice(url.pathname.lastIndexOf("/") + 1)) || "image",
    close: () => void answer.destroy(),
  };
}

async function* bytesOf(url: URL, answer: IncomingMessage): ByteSource {
  try {
    yield* answer as AsyncIterable<Uint8Array>;
  } catch (error) {
    throw failed(url, "it broke off", error);
  }
}

function decode(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    // Not well encoded: a name all the same.
    return text;
  }
}

function failed({ href }: URL, reason: string, cause?: unknown): Error {
  return fail("QUIRE_ERR_REMOTE_FAILED", { url: href, reason }, { cause });
}
