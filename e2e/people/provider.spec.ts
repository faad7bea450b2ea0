import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { clientId, clientSecret, type FakeProvider, startFakeProvider } from "../../trouble/fake-provider.ts";
import { test as base, expect } from "../support/accounts.ts";

/** A provider that people of the server may sign in with. */
const test = base.extend<object, { provider: FakeProvider }>({
  provider: [
    // biome-ignore lint/correctness/noEmptyPattern: Playwright reads what a fixture needs from its pattern
    async ({}, use) => {
      const provider = await startFakeProvider();
      await use(provider);
      await provider.close();
    },
    { scope: "worker" },
  ],

  serverEnv: [
    async ({ provider }, use) => {
      const directory = await mkdtemp(path.join(tmpdir(), "quire-providers-"));
      const file = path.join(directory, "providers.json");
      const { issuer } = provider;
      const example = { id: "idp", name: "Example", issuer, clientId, clientSecret };
      await writeFile(file, JSON.stringify([example]));
      await use({ QUIRE_ACCESS: "accounts", QUIRE_OIDC_FILE: file });
      await rm(directory, { recursive: true });
    },
    { scope: "worker" },
  ],
});

test("SH-6 somebody signs in with another server, and comes to the document that they wanted", async ({
  documentOf,
  faults,
  owner,
  person,
  provider,
  server,
}) => {
  const olga = await owner();
  const id = await documentOf(olga, { title: "Ours" });
  await olga.context.request.post(`${server.url}/api/documents/${id}/access/invitations`, {
    data: { email: "ada@example.com", role: "view" },
    headers: { origin: server.url },
  });
  faults.allow(new RegExp(`^request to another origin: ${provider.issuer}/authorize`));
  const { page } = await person();
  provider.person = { sub: "eve", email: "eve@example.com", email_verified: false };
  await page.goto(`${server.url}/sign-in?returnTo=/d/${id}`);
  await page.getByRole("link", { name: "Sign in with Example" }).click();
  await expect(page.getByRole("alert")).toHaveText(/has not checked your e-mail address/);
  provider.person = { sub: "ada", name: "Ada", email: "ada@example.com", email_verified: true };
  await page.getByRole("link", { name: "Sign in with Example" }).click();
  await page.waitForURL(`${server.url}/d/${id}`);
  await expect(page.getByRole("textbox", { name: "Title" })).toHaveValue("Ours");
  const state = await page.request.get(`${server.url}/api/session`);
  expect(await state.json()).toMatchObject({
    account: { person: { name: "Ada" }, email: "ada@example.com" },
  });
});
