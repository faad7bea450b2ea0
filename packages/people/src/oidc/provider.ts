import { isLoopbackName } from "@quire/server";
import type { ClientAuth, Configuration } from "openid-client";
import type { Attempt } from "./attempts.ts";
import { boundedFetch } from "./bounded-fetch.ts";
import { type Profile, readProfile } from "./profile.ts";
import { SignInRefused } from "./refusal.ts";
import { isIssuer, type ProviderSettings } from "./settings.ts";

/** How long what a provider says of itself is believed without asking again. */
const foundForMs = 60 * 60_000;

/** How long a provider may take for one answer. */
export const providerPatienceMs = 10_000;

/** Seconds that the provider's clock may be off. */
const toleranceSeconds = 30;

/** Seconds that an ID token may be good for: some are for days, none is for years. */
const longestSeconds = 366 * 24 * 60 * 60;

/**
 * A server that people sign in with, by OpenID Connect's code flow with PKCE. It is asked what it is when somebody first
 * wants to, and again every hour: one that is down keeps nobody else out. What it names as its other addresses is
 * believed, private ones too: who runs this server vouches for the issuer.
 */
export class Provider {
  readonly settings: ProviderSettings;
  readonly #now: () => number;
  readonly #patienceMs: number;
  #found: Promise<Configuration> | undefined;
  #foundAt = 0;

  constructor(settings: ProviderSettings, now: () => number, patienceMs: number) {
    this.settings = settings;
    this.#now = now;
    this.#patienceMs = patienceMs;
  }

  /** Where to send somebody who sets out. Throws SignInRefused where the provider cannot be asked. */
  async addressFor({ state, nonce, verifier }: Attempt, redirectUri: string): Promise<string> {
    const [client, config] = await this.#ask();
    try {
      const address = client.buildAuthorizationUrl(config, {
        redirect_uri: redirectUri,
        scope: this.settings.scopes.join(" "),
        state,
        nonce,
        code_challenge: await client.calculatePKCECodeChallenge(verifier),
        code_challenge_method: "S256",
      });
      return address.href;
    } catch (error) {
      throw refusalOf(error);
    }
  }

  /**
   * Whom the provider says somebody is who came back to the address `arrived`. Looked at there: state, `iss`; in the ID
   * token: signature by a key of the issuer's, by an algorithm that it names, never `none` and never a shared secret;
   * issuer, audience, times, nonce. Throws SignInRefused where anything of that is wrong, or the provider cannot be asked.
   */
  async profileOf(arrived: URL, { state, nonce, verifier }: Attempt): Promise<Profile> {
    const [client, config] = await this.#ask();
    try {
      const tokens = await client.authorizationCodeGrant(config, arrived, {
        expectedState: state,
        expectedNonce: nonce,
        pkceCodeVerifier: verifier,
        idTokenExpected: true,
      });
      const claims = tokens.claims();
      if (claims === undefined || !isOfNow(claims)) throw new SignInRefused("provider-failed");
      const isWhole = claims.email !== undefined && claims[this.settings.groupsClaim] !== undefined;
      const more =
        isWhole || config.serverMetadata().userinfo_endpoint === undefined
          ? {}
          : await client.fetchUserInfo(config, tokens.access_token, claims.sub);
      return readProfile(claims, more, this.settings);
    } catch (error) {
      throw refusalOf(error);
    }
  }

  /** The library, loaded where somebody signs in by it and nowhere else, and what the provider says of itself. */
  async #ask(): Promise<[client: typeof import("openid-client"), config: Configuration]> {
    const client = await import("openid-client");
    if (this.#found === undefined || this.#now() - this.#foundAt >= foundForMs) {
      this.#foundAt = this.#now();
      const found = this.#discover(client);
      this.#found = found;
      // Whoever comes next asks once more.
      found.catch(() => {
        if (this.#found === found) this.#found = undefined;
      });
    }
    try {
      return [client, await this.#found];
    } catch (error) {
      throw error instanceof SignInRefused
        ? error
        : new SignInRefused("provider-down", null, { cause: error });
    }
  }

  async #discover(client: typeof import("openid-client")): Promise<Configuration> {
    const { issuer, clientId, clientSecret } = this.settings;
    const address = new URL(issuer);
    const isInThisMachine = address.protocol === "http:" && isLoopbackName(address.hostname);
    const config = await client.discovery(
      address,
      clientId,
      { [client.clockTolerance]: toleranceSeconds },
      clientSecret === undefined ? client.None() : secretAs(client, clientSecret),
      {
        timeout: this.#patienceMs / 1_000,
        [client.customFetch]: boundedFetch,
        execute: [
          // Without it the library takes the token's word for who signed it, as it came over TLS.
          client.enableNonRepudiationChecks,
          ...(isInThisMachine ? [client.allowInsecureRequests] : []),
        ],
      },
    );
    // The library makes exceptions for two makers whose issuer stands for everybody's directories: anyone could be anybody there.
    if (!isIssuer(this.settings, config.serverMetadata().issuer))
      throw new SignInRefused("provider-failed", null, { cause: new Error("it says to be another issuer") });
    return config;
  }
}

/** What the library leaves: a token must not be of the future, nor good for ever. */
function isOfNow({ iat, exp }: { readonly iat: number; readonly exp: number }): boolean {
  return iat <= Date.now() / 1_000 + toleranceSeconds && exp - iat <= longestSeconds;
}

/** The secret in the way that the provider takes it: in the header by itself, in the body where only that is listed. */
function secretAs(client: typeof import("openid-client"), secret: string): ClientAuth {
  const inHeader = client.ClientSecretBasic(secret);
  const inBody = client.ClientSecretPost(secret);
  return (server, ...rest) => {
    const ways = server.token_endpoint_auth_methods_supported ?? ["client_secret_basic"];
    return (ways.includes("client_secret_basic") ? inHeader : inBody)(server, ...rest);
  };
}

/** Why nobody came in, told apart as far as it helps them: they said no, nobody answered, or the answer was not right. */
function refusalOf(error: unknown): SignInRefused {
  if (error instanceof SignInRefused) return error;
  const { code, error: said } = (error ?? {}) as { readonly code?: unknown; readonly error?: unknown };
  if (said === "access_denied") return new SignInRefused("provider-cancelled", null, { cause: error });
  // What fetch fails with has no code; what the library finds wrong has one.
  const isUnreachable = error instanceof TypeError && code === undefined;
  const isSilent = isUnreachable || code === "OAUTH_TIMEOUT" || code === "OAUTH_ABORT";
  return new SignInRefused(isSilent ? "provider-down" : "provider-failed", null, { cause: error });
}
