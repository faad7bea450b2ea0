/** Schemes that a link may have. Everything else, such as `javascript:` or `data:`, can carry a script. */
const safeSchemes = new Set(["http", "https", "mailto", "tel"]);

/** Control characters, which browsers skip inside a scheme, and what a reader cannot see in one. */
const invisible = /[\p{C}\p{Z}]/gu;

/** Whether a link may point there: http, https, mailto, tel, or a relative address. Never an address that runs something. */
export function isSafeHref(href: string): boolean {
  const address = href.replace(invisible, "");
  const colon = address.indexOf(":");
  if (colon === -1) return true;
  const path = address.search(/[/?#\\]/);
  if (path !== -1 && path < colon) return true;
  return safeSchemes.has(address.slice(0, colon).toLowerCase());
}
