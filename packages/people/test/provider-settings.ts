import type { ProviderSettings } from "../src/index.ts";

export const clientId = "quire";
export const clientSecret = "a secret of the client, which no log may show";

/** Settings as a file's defaults would have them. */
export function settingsOf(issuer: string, given: Partial<ProviderSettings> = {}): ProviderSettings {
  return {
    id: "idp",
    name: "Example",
    issuer,
    clientId,
    clientSecret,
    scopes: ["openid", "email", "profile"],
    groupsClaim: "groups",
    groups: new Map(),
    allowNew: true,
    domains: [],
    verifiesEmail: false,
    linkByEmail: false,
    ...given,
  };
}
