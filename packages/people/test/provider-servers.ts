import type { SignInState } from "@quire/protocol";
import { afterEach } from "vitest";
import type { ProviderSettings } from "../src/index.ts";
import type { Browser } from "./browser.ts";
import { type FakeProvider, startFakeProvider } from "./fake-provider.ts";
import { type PeopleServer, type PeopleServerOptions, startPeople } from "./people-server.ts";
import { comeBack, quireUrl, setOut } from "./provider-trip.ts";

const undo: (() => unknown)[] = [];
afterEach(async () => {
  for (const step of undo.splice(0).reverse()) await step();
});

/** Has it undone when the test is over. */
export function whenOver(step: () => unknown): void {
  undo.push(step);
}

/** A server, owned by somebody, and a provider made by hand that it trusts. */
export async function startWithFake(
  given: Partial<ProviderSettings> = {},
  options: PeopleServerOptions = {},
): Promise<{ fake: FakeProvider; server: PeopleServer }> {
  const fake = await startFakeProvider(given);
  whenOver(() => fake.close());
  const server = await startPeople({ url: quireUrl, providers: [fake.settings], ...options });
  whenOver(() => server.remove());
  await server.owner();
  return { fake, server };
}

/** Signs in by the provider, as whom it says; answers with the page that ends at. */
export async function signInBy(fake: FakeProvider, browser: Browser, query = ""): Promise<string> {
  return await comeBack(browser, fake.signIn(await setOut(browser, fake.settings.id, query)));
}

/** Who the browser is signed in as. */
export async function accountOf(browser: Browser): Promise<SignInState["account"]> {
  return (await browser.get<SignInState>("/api/session")).body.account;
}
