import { readFile } from "node:fs/promises";
import type { Page } from "@playwright/test";
import { expect, password, test } from "../support/accounts.ts";
import { makeLink, refusedRequests } from "../support/sharing.ts";

/** What a link to a file brings. */
async function fileOf(page: Page, link: string): Promise<{ readonly name: string; readonly text: string }> {
  const coming = page.waitForEvent("download");
  await page.getByRole("link", { name: link }).click();
  const download = await coming;
  return { name: download.suggestedFilename(), text: await readFile(await download.path(), "utf8") };
}

test("B10 B14 somebody takes their data along in a file without a secret, and then deletes their account", async ({
  owner,
  member,
  documentOf,
  person,
  server,
  faults,
}) => {
  faults.allow(refusedRequests);
  const [olga, lea] = await Promise.all([owner(), member("Lea Leaving")]);
  const id = await documentOf(lea, { title: "What Lea wrote", markdown: "her words" });
  const { address } = await makeLink(lea, server.url, id, { role: "view" });
  const session = (await lea.context.cookies()).find(({ httpOnly }) => httpOnly)?.value ?? "";
  const { page } = lea;
  const { page: other } = await lea.tab();
  await other.goto(`${server.url}/d/${id}`);
  await expect(other.locator(".ProseMirror")).toContainText("her words");
  await page.goto(`${server.url}/account`);
  const { name, text } = await fileOf(page, "Download your data");
  expect(name).toBe("quire-account.json");
  const data = JSON.parse(text);
  expect(data.account.email).toBe(lea.account.email);
  expect(data.documents).toEqual([{ id, title: "What Lea wrote" }]);
  expect(data.sessions).toHaveLength(1);
  expect(data.audit.map(({ action }: { readonly action: string }) => action)).toContain("link-make");
  for (const secret of [session, address.slice(-43), password]) expect(text).not.toContain(secret);

  const begin = page.getByRole("button", { name: "Delete your account…" });
  await begin.click();
  const dialog = page.getByRole("dialog", { name: "Delete your account" });
  await expect(dialog).toContainText("Documents that nobody else owns go to an owner of this server.");
  await dialog.getByRole("button", { name: "Cancel" }).click();
  await expect(begin).toBeFocused();
  await begin.click();
  const field = dialog.getByRole("textbox", { name: "Password" });
  await field.fill("not the password of Lea");
  await page.keyboard.press("Enter");
  await expect(field).toHaveAccessibleDescription(/not the one of your account/);
  await field.fill(password);
  await page.keyboard.press("Enter");
  await expect(page).toHaveURL(`${server.url}/sign-in`);
  await expect(page.getByText("Your account is deleted.")).toBeVisible();
  // Her other tabs, too, say why they are out; what tells it opens nothing.
  await expect(other).toHaveURL(`${server.url}/sign-in?returnTo=%2Fd%2F${id}`);
  await expect(other.getByText("Your account is deleted.")).toBeVisible();
  expect((await lea.context.request.get(`${server.url}/api/me`)).status()).toBe(401);

  const { page: later } = await person();
  await later.goto(`${server.url}/sign-in`);
  await expect(later.getByRole("heading", { name: "Sign in" })).toBeVisible();
  await expect(later.getByText("Your account is deleted.")).toHaveCount(0);
  await later.getByRole("textbox", { name: "E-mail address" }).fill(lea.account.email);
  await later.getByRole("textbox", { name: "Password" }).fill(password);
  await later.keyboard.press("Enter");
  await expect(later.getByRole("alert")).toBeVisible();
  await olga.open(id);
  await olga.reads("her words");
});

test("B61 an owner of the server filters the audit log, and downloads what is shown", async ({
  owner,
  member,
  documentOf,
  server,
}) => {
  const [olga, ada] = await Promise.all([owner(), member("Ada Audited")]);
  const id = await documentOf(ada, { title: "A title for no log" });
  await makeLink(ada, server.url, id, { role: "view" });
  const { page } = olga;
  await page.goto(`${server.url}/audit`);
  const show = page.getByRole("button", { name: "Show", exact: true });
  const entries = page.getByRole("list", { name: "Entries" }).getByRole("listitem");
  await expect(entries.filter({ hasText: "Ada Audited" }).first()).toBeVisible();
  await page.getByRole("combobox", { name: "Who" }).selectOption({ label: "Ada Audited" });
  await show.click();
  await expect(entries.filter({ hasNotText: "Ada Audited" })).toHaveCount(0);
  await expect(entries).toHaveText([/Made a link/, /Made a document/, /Signed in/, /Made an account/]);
  await page.getByRole("combobox", { name: "What" }).selectOption({ label: "Made a link" });
  await show.click();
  await expect(entries).toHaveText([/Ada Audited.*Made a link.*127\.0\.0\.1/]);

  const { name, text } = await fileOf(page, "Download as CSV");
  expect(name).toMatch(/\.csv$/);
  const [head, ...rows] = text.trimEnd().split("\r\n");
  expect(head).toBe("\u{feff}at,action,personId,name,address,documentId,subject");
  expect(rows).toHaveLength(1);
  // A spreadsheet would take an id that begins with a dash for a formula: it has a quote before it.
  expect(rows[0]).toMatch(new RegExp(`"link-make","'?${ada.account.person.id}","Ada Audited",.*"'?${id}"`));
  expect(text).not.toContain("A title for no log");

  await page.getByRole("combobox", { name: "What" }).selectOption({ label: "Brought a document back" });
  await show.click();
  await expect(page.getByText("There are no entries like this.")).toBeVisible();
  await page.getByRole("combobox", { name: "What" }).selectOption({ label: "Downloaded the audit log" });
  await page.getByRole("combobox", { name: "Who" }).selectOption({ label: "Olga Owner" });
  await show.click();
  await expect(entries.first()).toContainText("Downloaded the audit log");
});

test("B137 an owner finds a guest in the audit log by name, and all about one document by its address", async ({
  member,
  documentOf,
  person,
  server,
}) => {
  const olga = await member("Olga Audits", "owner");
  const id = await documentOf(olga, { title: "A plan of hers" });
  await documentOf(olga, { title: "Another of hers" });
  const { address } = await makeLink(olga, server.url, id, { role: "view" });
  const gus = await person();
  await gus.page.goto(address);
  await gus.page.getByLabel("Your name").fill("Gus Guestly");
  await gus.page.keyboard.press("Enter");
  await gus.reads("");
  const { page } = olga;
  await page.goto(`${server.url}/audit`);
  const show = page.getByRole("button", { name: "Show", exact: true });
  const entries = page.getByRole("list", { name: "Entries" }).getByRole("listitem");
  await page.getByRole("textbox", { name: "Name" }).fill("guestly");
  await show.click();
  await expect(entries).toHaveText([/Gus Guestly.*Came in by a link.*A plan of hers/]);
  await page.getByRole("textbox", { name: "Name" }).fill("");
  await page.getByRole("textbox", { name: "Document" }).fill("no address");
  await show.click();
  await expect(page.getByRole("alert")).toContainText("Paste the address of a document");
  await page.getByRole("textbox", { name: "Document" }).fill(`${server.url}/d/${id}`);
  await show.click();
  await expect(entries).toHaveText([/Came in by a link/, /Made a link/, /Made a document/]);
  await entries.first().getByRole("link", { name: "A plan of hers" }).click();
  await expect(page).toHaveURL(`${server.url}/d/${id}`);
});
