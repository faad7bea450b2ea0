import { parseDocumentId } from "@quire/protocol";

const pages = ["/", "/account", "/people", "/audit", "/unsaved"];

/**
 * The page to go on to after signing in: the one that was asked for if it is one of ours by its exact form, else the first.
 * A document may come with the name of a place in it.
 */
export function pageOfOurs(asked: string | undefined): string {
  if (asked === undefined) return "/";
  const [, id] = /^\/d\/([\w-]+)(?:#[\w-]{1,128})?$/.exec(asked) ?? [];
  const isDocument = id !== undefined && parseDocumentId(id) !== undefined;
  const isLink = /^\/s\/[\w-]{43}$/.test(asked);
  return pages.includes(asked) || isDocument || isLink ? asked : "/";
}
