/** The subprotocol that a server of Quire's speaks, where a client names any. */
export const quireProtocol = "quire";

/**
 * The subprotocol of a server that takes a newer token while the line is open: a text frame with the word that would have brought
 * it as a subprotocol. Named behind `quire`: a server that knows nothing of it answers with that.
 */
export const renewingProtocol = "quire.renews";

/** What stands before a token among the subprotocols that a client names: a page's WebSocket can send no other header. */
const tokenPrefix = "quire.token.";

/** What a WebSocket is opened with to bring a token, which must be of letters, digits and `!#$%&'*+-.^_|~` and the backtick. */
export function protocolsFor(token: string): string[] {
  return [quireProtocol, tokenWord(token)];
}

/** The same for a client that will bring newer ones. */
export function renewingProtocolsFor(token: string): string[] {
  return [quireProtocol, renewingProtocol, tokenWord(token)];
}

/** The word that brings a token. */
export function tokenWord(token: string): string {
  return `${tokenPrefix}${token}`;
}

/** The token among the subprotocols that somebody names, undefined where there is none. */
export function tokenAmong(protocols: Iterable<string>): string | undefined {
  for (const protocol of protocols)
    if (protocol.startsWith(tokenPrefix)) return protocol.slice(tokenPrefix.length);
  return undefined;
}
