import { pageOwnerParam } from "@quire/protocol";

/** Where the server's documents are, with no slash at the end. Throws where it is no address of a WebSocket, at `who` was given it. */
export function parseServerUrl(url: string, who: string): string {
  const parsed = URL.canParse(url) ? new URL(url) : undefined;
  if (
    parsed === undefined ||
    !/^wss?:$/.test(parsed.protocol) ||
    parsed.search !== "" ||
    parsed.hash !== ""
  ) {
    throw new Error(`${who}'s url must be like "wss://host/sync", got "${url}"`);
  }
  return parsed.href.replace(/\/+$/, "");
}

/** The provider puts the name into the URL as it is. Slashes are part of names: they stay. */
export function roomPath(id: string): string {
  return id.split("/").map(encodeURIComponent).join("/");
}

/** What a client of Quire's says in the address: it wants acknowledgements, what its page can show, and whose that is. */
export function serverParams(
  schemaVersion: number | undefined,
  owner: string | undefined,
): Record<string, string> {
  return {
    saved: "1",
    remover: "1",
    parts: "1",
    ...(schemaVersion !== undefined && { schema: String(schemaVersion) }),
    ...(owner !== undefined && { [pageOwnerParam]: owner }),
  };
}
