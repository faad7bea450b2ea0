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

/** What a client of Quire's says in the address: it wants acknowledgements, and what its page can show. */
export function serverParams(schemaVersion: number | undefined): Record<string, string> {
  const params = { saved: "1", remover: "1" };
  return schemaVersion === undefined ? params : { ...params, schema: String(schemaVersion) };
}
