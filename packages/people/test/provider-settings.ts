import { clientId, clientSecret } from "../../../trouble/fake-provider.ts";
import type { ProviderSettings } from "../src/index.ts";

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
