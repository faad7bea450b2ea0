import { hash } from "node:crypto";
import { hueCount } from "@quire/protocol";
import type { Authorize, Grant, Refusal } from "../access.ts";
import { tokenOf } from "./bearer.ts";
import { HostTokens } from "./host-tokens.ts";
import type { TokenSettings } from "./settings.ts";

/** Which tokens open documents, and who answers for those who bring none. */
export interface TokenAuthorizeOptions extends TokenSettings {
  /** Asked about who brings no such token. Without it, they are nobody. */
  readonly otherwise?: Authorize;
}

/**
 * An `authorize` for documents that are opened by short-lived tokens (JWTs) of the application that Quire is part of. A
 * token opens the documents that it names, in the role that it names, until it ends, and nothing else: not the library.
 * Throws QUIRE_ERR_CONFIG_INVALID.
 */
export function createTokenAuthorize({ otherwise, ...settings }: TokenAuthorizeOptions): Authorize {
  const tokens = new HostTokens(settings);
  // Two applications may have a person of the same id; and none makes itself a person of this server's.
  const space = `host:${hash("sha256", tokens.issuer, "base64url").slice(0, 12)}`;
  return async (request, documentId, said): Promise<Grant | Refusal> => {
    const token = tokenOf(request, said);
    if (otherwise !== undefined && (token === undefined || !isJwt(token)))
      return otherwise(request, documentId, said);
    const claims = token === undefined ? undefined : await tokens.read(token);
    if (claims === undefined) return { refused: "unauthenticated" };
    if (documentId === null || !claims.documents.includes(documentId)) return { refused: "forbidden" };
    const { subject, name, role, until } = claims;
    const hue = 1 + (hash("sha256", subject, "buffer").readUInt16BE(0) % hueCount);
    return { person: { id: `${space}:${subject}`, name, hue }, role, until };
  };
}

/** Whether it has the form of a JWT; whether it is one, is looked at later. */
function isJwt(token: string): boolean {
  return token.split(".", 4).length === 3;
}
