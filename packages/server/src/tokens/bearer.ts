import { renewingProtocol, tokenAmong } from "@quire/protocol";
import type { FastifyRequest } from "fastify";

/**
 * The token that somebody brings, undefined for none: what a hocuspocus provider was given to `say` for a document, else
 * `Authorization: Bearer`, else a WebSocket's subprotocol. Never what stands in an address: those end up in logs. Whoever
 * brings a token is whom it names, whatever cookies come with it; an empty one is a token, and no good.
 */
export function tokenOf({ headers }: FastifyRequest, said?: string): string | undefined {
  // A provider without a token says an empty one.
  if (said !== undefined && said !== "") return said;
  const bearer = /^bearer(?: +(.*))?$/i.exec(headers.authorization ?? "");
  if (bearer !== null) return bearer[1]?.trim() ?? "";
  return tokenAmong((headers["sec-websocket-protocol"] ?? "").split(",").map((name) => name.trim()));
}

/** The subprotocol to answer with: that of who renews, else the first that is no secret. Without one a browser would end the WebSocket. */
export function chooseProtocol(protocols: ReadonlySet<string>): string | false {
  if (protocols.has(renewingProtocol)) return renewingProtocol;
  for (const protocol of protocols) if (tokenAmong([protocol]) === undefined) return protocol;
  return false;
}
