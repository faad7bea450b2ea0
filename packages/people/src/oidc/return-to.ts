import { parseDocumentId } from "@quire/protocol";

/** The page to go on to after signing in: the one that was asked for if it is one of ours by its exact form, else the first. */
export function pageOfOurs(asked: string | undefined): string {
  if (asked === undefined) return "/";
  const isDocument = asked.startsWith("/d/") && parseDocumentId(asked.slice("/d/".length)) !== undefined;
  const isLink = /^\/s\/[\w-]{43}$/.test(asked);
  return asked === "/account" || isDocument || isLink ? asked : "/";
}
