import {
  type CompactVerifyGetKey,
  compactVerify,
  createLocalJWKSet,
  createRemoteJWKSet,
  errors,
  type JWK,
} from "jose";
import { readClaims, type TokenClaims } from "./claims.ts";
import { type CheckedTokenSettings, checkTokenSettings, type TokenSettings } from "./settings.ts";

/** Characters of the longest token that is looked at: a hundred documents take some 4,000. */
const longestToken = 8_192;

/** Three parts of base64url, without the odd signs that decoders overlook: a token is written in one way. */
const tokenForm = /^[\w-]+\.[\w-]+\.[\w-]+$/;

/** What a token's header may say. Anything else asks for what is not done: other keys, other forms, other addresses. */
const headerNames: ReadonlySet<string> = new Set(["alg", "typ", "kid"]);

/** The keys of a JWKS may be asked for so often, and may take so long. */
const keysEveryMs = 30_000;
const keysWithinMs = 5_000;

/** Believes the tokens of one application, and says what is in them. */
export class HostTokens {
  readonly #settings: CheckedTokenSettings;
  readonly #findKey: CompactVerifyGetKey;

  /** Throws QUIRE_ERR_CONFIG_INVALID. */
  constructor(settings: TokenSettings) {
    this.#settings = checkTokenSettings(settings);
    this.#findKey = findIn(this.#settings.key);
  }

  get issuer(): string {
    return this.#settings.issuer;
  }

  /** What the token says; undefined where it is not one to believe. Rejects where the keys cannot be got now. */
  async read(token: string): Promise<TokenClaims | undefined> {
    const isToken = token.length <= longestToken && tokenForm.test(token);
    const payload = isToken ? await this.#verify(token) : undefined;
    const claims = payload && parseObject(payload);
    return claims && readClaims(claims, this.#settings);
  }

  /** What is signed, if it is signed as it has to be. */
  async #verify(token: string): Promise<Uint8Array | undefined> {
    const algorithms = [...this.#settings.algorithms];
    // Asked for when the algorithm was looked at, and before anything is computed.
    const findKey: CompactVerifyGetKey = (header, input) => {
      if (!isOurs(header)) throw new errors.JWSInvalid("the header says what no token of ours does");
      return this.#findKey(header, input);
    };
    try {
      return (await compactVerify(token, findKey, { algorithms })).payload;
    } catch (error) {
      if (isTokensFault(error)) return undefined;
      throw error;
    }
  }
}

function findIn(key: CheckedTokenSettings["key"]): CompactVerifyGetKey {
  switch (key.type) {
    case "secret":
      return () => key.secret;
    case "keys":
      return createLocalJWKSet({ keys: key.keys.map((each): JWK => ({ ...each })) });
    case "url":
      return createRemoteJWKSet(key.url, { cooldownDuration: keysEveryMs, timeoutDuration: keysWithinMs });
    default:
      return key satisfies never;
  }
}

/** A JWT that says no more of itself than how it is signed. An application that says another type means another use. */
function isOurs(header: { readonly typ?: string; readonly kid?: unknown }): boolean {
  const { typ, kid } = header;
  return (
    Object.keys(header).every((name) => headerNames.has(name)) &&
    (typ === undefined || (typeof typ === "string" && typ.toUpperCase() === "JWT")) &&
    (kid === undefined || typeof kid === "string")
  );
}

/** Whether it was the token that was wrong, and not the way to the keys. */
function isTokensFault(error: unknown): boolean {
  if (error instanceof errors.JWKSTimeout || error instanceof errors.JWKSInvalid) return false;
  // What jose says of an address that did not answer with keys has the code of no case.
  return error instanceof errors.JOSEError && error.code !== errors.JOSEError.code;
}

function parseObject(bytes: Uint8Array): Readonly<Record<string, unknown>> | undefined {
  try {
    const value: unknown = JSON.parse(new TextDecoder("utf-8", { fatal: true }).decode(bytes));
    const isObject = typeof value === "object" && value !== null && !Array.isArray(value);
    return isObject ? (value as Record<string, unknown>) : undefined;
  } catch {
    return undefined;
  }
}
