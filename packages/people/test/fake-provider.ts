import * as trouble from "../../../trouble/fake-provider.ts";
import type { ProviderSettings } from "../src/index.ts";
import { settingsOf } from "./provider-settings.ts";

/** The provider made by hand, and the settings by which a server knows it. */
export type FakeProvider = trouble.FakeProvider & { readonly settings: ProviderSettings };

export async function startFakeProvider(given: Partial<ProviderSettings> = {}): Promise<FakeProvider> {
  const fake = await trouble.startFakeProvider();
  return Object.assign(fake, { settings: settingsOf(fake.issuer, given) });
}
