import type { SessionStatus } from "@quire/client";
import type { ServerBuild } from "../offline/server-build.ts";

/** Where somebody signs in who wants to come back to `here` after that. */
export function signInPath(here: string): string {
  return here === "/" ? "/sign-in" : `/sign-in?${new URLSearchParams({ returnTo: here })}`;
}

/** Where the address that a sign-in page was opened with leads back to: a page of ours, whoever wrote it there. */
export function returnPath(search: string, origin: string): string {
  const wanted = new URLSearchParams(search).get("returnTo") ?? "/";
  // Browsers read a backslash as a slash, and leave out tabs and line ends.
  if (!/^\/(?![/\\])[^\\\p{Cc}]*$/u.test(wanted)) return "/";
  const url = new URL(wanted, origin);
  const isOwn = url.origin === origin && !/^\/(?:sign-in|join|reset|email|api)(?:\/|$)/.test(url.pathname);
  return isOwn ? url.pathname + url.search + url.hash : "/";
}

/**
 * Leads whoever the server does not know to where they sign in. A page with words that the server does not have stays: its own
 * notice says what became of them, and leads there.
 */
export function leadToSignIn({ location }: Window, build: ServerBuild): void {
  const status = build.document?.session.status;
  if (status !== undefined && hasUnsent(status)) return;
  location.replace(signInPath(location.pathname + location.search + location.hash));
}

function hasUnsent(status: SessionStatus): boolean {
  if (status.state === "offline" || status.state === "refused") return status.unsent;
  return status.state === "saving" || status.state === "failing";
}
