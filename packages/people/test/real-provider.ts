import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import Oidc, { type AccountClaims } from "oidc-provider";
import { clientId, clientSecret } from "../../../trouble/fake-provider.ts";
import type { ProviderSettings } from "../src/index.ts";
import { settingsOf } from "./provider-settings.ts";
import { quireUrl } from "./provider-trip.ts";

/** A person as the provider knows them, by what they sign in there with. */
export type Accounts = Record<string, Omit<AccountClaims, "sub">>;

/** The provider of oidc-provider, certified for OpenID Connect, on a free port of the loopback. */
export interface RealProvider {
  readonly issuer: string;
  readonly accounts: Accounts;
  /** What Quire is told of it. */
  readonly settings: ProviderSettings;
  close(): Promise<void>;
}

/** Starts it for a server at `quireUrl`, which calls it `idp` unless it says otherwise. */
export async function startRealProvider(
  accounts: Accounts,
  given: Partial<ProviderSettings> = {},
): Promise<RealProvider> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const issuer = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const provider = new Oidc(issuer, {
    clients: [
      {
        client_id: clientId,
        client_secret: clientSecret,
        redirect_uris: [`${quireUrl}/api/session/providers/${given.id ?? "idp"}/callback`],
        response_types: ["code"],
        grant_types: ["authorization_code"],
      },
    ],
    claims: { openid: ["sub"], email: ["email", "email_verified"], profile: ["name"], groups: ["groups"] },
    scopes: ["openid", "email", "profile", "groups"],
    findAccount: (_, sub) =>
      accounts[sub] === undefined ? undefined : { accountId: sub, claims: () => ({ ...accounts[sub], sub }) },
    pkce: { required: () => true },
    cookies: { keys: ["a key of the test's"] },
    features: { devInteractions: { enabled: true } },
  });
  const answer = provider.callback();
  server.on("request", (request, response) => void answer(request, response));
  return { issuer, accounts, settings: settingsOf(issuer, given), close: () => close(server) };
}

function close(server: Server): Promise<void> {
  server.closeAllConnections();
  return new Promise((resolve) => server.close(() => resolve()));
}
