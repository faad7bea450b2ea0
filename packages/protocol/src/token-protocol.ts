/** The subprotocol that a server of Quire's speaks, where a client names any. */
export const quireProtocol = "quire";

/** What stands before a token among the subprotocols that a client names: a page's WebSocket can send no other header. */
const tokenPrefix = "quire.token.";

/** What a WebSocket is opened with to bring a token, which must be of letters, digits and `!#$%&'*+-.^_|~` and the backtick. */
export function protocolsFor(token: string): string[] {
  return [quireProtocol, `${tokenPrefix}${token}`];
}

/** The token among the subprotocols that somebody names, undefined where there is none. */
export function tokenAmong(protocols: Iterable<string>): string | undefined {
  for (const protocol of protocols)
    if (protocol.startsWith(tokenPrefix)) return protocol.slice(tokenPrefix.length);
  return undefined;
}
