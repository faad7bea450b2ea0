import { readFileSync } from "node:fs";
import { fail, parseKeysUrl } from "@quire/server";
import type { TokenSettings } from "@quire/server/tokens";

/** What the environment says of tokens, as it stands there. */
export interface TokenVariables {
  readonly secretFile: string | undefined;
  readonly jwksUrl: string | undefined;
  readonly issuer: string | undefined;
  readonly audience: string | undefined;
}

/** HS256 needs so many (RFC 7518, 3.2). What is much longer is another file. */
const secretBytes = { least: 32, most: 10_000 } as const;

/**
 * Whose tokens open documents; undefined for nobody's. Throws QUIRE_ERR_CONFIG_INVALID where something is missing. What the values are
 * worth is looked at where they are used, at the start too.
 */
export function readTokenSettings(variables: TokenVariables): TokenSettings | undefined {
  const { secretFile, jwksUrl, issuer, audience } = variables;
  if ([secretFile, jwksUrl, issuer, audience].every((each) => each === undefined)) return undefined;
  if (issuer === undefined) throw missing("QUIRE_TOKEN_ISSUER", "it must be what tokens say as iss");
  if (audience === undefined) throw missing("QUIRE_TOKEN_AUDIENCE", "it must be what tokens say as aud");
  if (secretFile !== undefined && jwksUrl !== undefined)
    throw invalid(
      "QUIRE_TOKEN_JWKS_URL",
      jwksUrl,
      "QUIRE_TOKEN_SECRET_FILE is set as well; leave one of them out",
    );
  if (secretFile !== undefined) return { issuer, audience, secret: readSecret(secretFile) };
  if (jwksUrl !== undefined)
    return { issuer, audience, jwksUrl: parseKeysUrl("QUIRE_TOKEN_JWKS_URL", jwksUrl).href };
  throw missing("QUIRE_TOKEN_SECRET_FILE", "it must name a file, unless QUIRE_TOKEN_JWKS_URL is set");
}

/** The file's text without the line's end that editors put there. */
function readSecret(path: string): string {
  const name = "QUIRE_TOKEN_SECRET_FILE";
  let text: string;
  try {
    text = readFileSync(path, "utf8").trim();
  } catch {
    throw invalid(name, path, "the file cannot be read");
  }
  const bytes = Buffer.byteLength(text);
  if (bytes < secretBytes.least || bytes > secretBytes.most)
    throw invalid(
      name,
      path,
      `the secret in it must have ${secretBytes.least} to ${secretBytes.most} bytes, and has ${bytes}`,
    );
  return text;
}

function missing(name: string, allowed: string): Error {
  return fail("QUIRE_ERR_CONFIG_INVALID", { name, value: undefined, allowed });
}

function invalid(name: string, value: string, allowed: string): Error {
  return fail("QUIRE_ERR_CONFIG_INVALID", { name, value, allowed });
}
