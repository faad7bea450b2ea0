import type { Session } from "@quire/client";

/** The documents with words or files that are in this page alone: what would ask before the page is left (leaving.ts) says so. */
export function onlyHere(): readonly Session[] {
  const detail = new Set<Session>();
  window.dispatchEvent(new CustomEvent("quire-only-here", { detail }));
  return [...detail];
}
