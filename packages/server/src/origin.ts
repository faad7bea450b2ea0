import { fail } from "./errors.ts";

/** Which addresses are this server's own. */
export interface AddressPolicy {
  /** The address that people use. */
  readonly url: URL | undefined;
  /** Further Origins that may connect; `*` for every one. */
  readonly origins: readonly string[];
}

/** What a request says of where it comes from. */
export interface Provenance {
  readonly origin: string | undefined;
  readonly hasCookie: boolean;
  /** A GET that stays one. Browsers say no Origin in a page's own, and it changes nothing; a WebSocket is none. */
  readonly isRead: boolean;
  /** What the browser says of who asks; scripts cannot say it. Undefined where it says nothing. */
  readonly fetch?: FetchMetadata | undefined;
  /** The port that the request came in by. */
  readonly port: number | undefined;
}

/** `Sec-Fetch-Site`, `-Mode` and `-Dest`, as browsers send them since 2023 where the address is https or loopback. */
export interface FetchMetadata {
  readonly site: string | undefined;
  readonly mode: string | undefined;
  readonly dest: string | undefined;
}

/**
 * Throws QUIRE_ERR_HOST_REFUSED unless the Host is the public address's or a loopback one. It stops DNS rebinding: a
 * foreign page whose name was turned to this address is refused by that name. The port says nothing and is not
 * looked at for loopback.
 */
export function checkHost(host: string | undefined, url: URL | undefined): void {
  const [name, port] = splitHost(host ?? "");
  if (isLoopbackName(name)) return;
  if (
    url !== undefined &&
    name === url.hostname &&
    (port ?? defaultPort(url)) === (url.port || defaultPort(url))
  )
    return;
  throw fail("QUIRE_ERR_HOST_REFUSED", { host });
}

/**
 * Throws QUIRE_ERR_ORIGIN_REFUSED unless the request comes from a page that may ask. An Origin is compared as browsers
 * write it, letter by letter. Without one it is no page's, unless a cookie shows that a browser sent it. What the browser
 * itself says of the page (B123) takes away and gives nothing: old ones say nothing.
 */
export function checkOrigin(
  { origin, hasCookie, isRead, fetch, port }: Provenance,
  policy: AddressPolicy,
): void {
  // A page without an origin of its own (a sandboxed frame) could be anybody's, so not even `*` stands for it.
  if (policy.origins.includes("*") && origin !== "null") return;
  if (origin === undefined) {
    if (!hasCookie || (isRead && !isAnotherPages(fetch, policy))) return;
  } else if (policy.origins.includes(origin)) {
    return;
  } else if (origin === policy.url?.origin || isOwnLoopbackOrigin(origin, port)) {
    if (!isAnothers(fetch)) return;
  }
  throw fail("QUIRE_ERR_ORIGIN_REFUSED", { origin });
}

/** Whether the browser says that another site asked, also one below the same name. */
function isAnothers(fetch: FetchMetadata | undefined): boolean {
  return fetch?.site === "cross-site" || fetch?.site === "same-site";
}

/**
 * The same, but for somebody who follows a link, from a mail or from where they signed in: the answer is shown to them, and
 * no page has it. Pictures of a page that the settings name say no Origin either: there any of the same site may show them.
 */
function isAnotherPages(fetch: FetchMetadata | undefined, { origins }: AddressPolicy): boolean {
  const isLink = fetch?.mode === "navigate" && fetch.dest === "document";
  const isPicture = origins.length > 0 && fetch?.site === "same-site" && fetch.dest === "image";
  return isAnothers(fetch) && !isLink && !isPicture;
}

/** Whether the name, as a Host or a URL writes it in lower case, is this machine's own: localhost, 127.0.0.0/8 or [::1]. */
export function isLoopbackName(name: string): boolean {
  if (name === "localhost" || name === "[::1]") return true;
  const octets = /^127\.(\d{1,3})\.(\d{1,3})\.(\d{1,3})$/.exec(name)?.slice(1);
  return octets?.every((octet) => Number(octet) <= 255) ?? false;
}

function isOwnLoopbackOrigin(origin: string, port: number | undefined): boolean {
  if (port === undefined || !origin.startsWith("http://")) return false;
  const url = URL.parse(origin);
  // A URL says 80 by saying nothing; `origin` being its own canonical form keeps odd spellings out.
  return url?.origin === origin && isLoopbackName(url.hostname) && Number(url.port || 80) === port;
}

function splitHost(host: string): [name: string, port: string | undefined] {
  const [, name, port] = /^(\[[\da-f:.]+\]|[^:[\]@/\s]+)(?::(\d{1,5}))?$/i.exec(host) ?? [];
  return [name?.toLowerCase() ?? "", port];
}

function defaultPort(url: URL): string {
  return url.protocol === "https:" ? "443" : "80";
}
