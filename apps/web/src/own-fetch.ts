import { pageOwner } from "@quire/client";
import { nobodysPage, pageOwnerHeader, pageOwnerParam } from "@quire/protocol";

/** `fetch` that says whose page this is: once somebody else uses this browser, the server answers it as nobody. */
export const ownFetch: typeof fetch = (asked, init) =>
  fetch(asked, { ...init, headers: { ...Object.fromEntries(new Headers(init?.headers)), ...ownHeaders() } });

/** What every request of this page says of it. */
export function ownHeaders(): Readonly<Record<string, string>> {
  return { [pageOwnerHeader]: pageOwner() ?? nobodysPage };
}

/** The same for a socket's address, as its query. */
export function ownQuery(): string {
  return `?${new URLSearchParams({ [pageOwnerParam]: pageOwner() ?? nobodysPage })}`;
}
