import type { Locator, Page } from "@playwright/test";
import { expect, password, test } from "../support/accounts.ts";
import { codeAt } from "../support/app-code.ts";
import { findingsInBoth } from "../support/findings.ts";
import { choose, give, makeLink, openSharing } from "../support/sharing.ts";

/** Looks at the dialog that this opens, with the rest of the page left out, which other tests look at. */
async function looksGood(page: Page, name: string): Promise<Locator> {
  const dialog = page.getByRole("dialog", { name }).or(page.getByRole("alertdialog", { name }));
  await expect(dialog).toBeVisible();
  expect(await findingsInBoth(page, ".dialog"), name).toEqual([]);
  return dialog;
}

/** The same, and leaves it. */
async function passes(page: Page, name: string): Promise<void> {
  const dialog = await looksGood(page, name);
  await page.keyboard.press("Escape");
  await expect(dialog).toHaveCount(0);
}

test("AX-1 axe finds nothing in the dialogs about people, groups and one's own account", async ({
  member,
  server,
}) => {
  const olga = await member("Olga of Dialogs", "owner");
  const mara = await member("Mara of Dialogs");
  const { page } = olga;
  const button = (name: string) => page.getByRole("button", { name, exact: true });
  await page.goto(`${server.url}/people`);
  await button("Make a group").click();
  await passes(page, "Make a group");
  await page.getByRole("main").getByRole("button", { name: "Invite", exact: true }).click();
  await passes(page, "Pass this link on");
  const row = page.getByRole("listitem").filter({ hasText: mara.account.email });
  for (const [item, name] of [
    ["Link for a new password…", "Link for Mara of Dialogs"],
    ["Shut out…", "Shut Mara of Dialogs out"],
    ["Delete the account…", "Delete the account of Mara of Dialogs"],
  ] as const) {
    await row.getByRole("button", { name: "Actions for Mara of Dialogs" }).click();
    await page.getByRole("menuitem", { name: item }).click();
    await passes(page, name);
  }

  await page.goto(`${server.url}/account`);
  await button("Make a token").click();
  const token = page.getByRole("dialog", { name: "Make a token" });
  await token.getByRole("textbox", { name: "What it is for" }).fill("Backup");
  await token.getByRole("textbox", { name: "Password" }).fill(password);
  await page.keyboard.press("Enter");
  await passes(page, "Copy the token now");
  await button("Turn on").click();
  const secret = (await page.locator(".account-secret").textContent()) ?? "";
  await page.getByRole("textbox", { name: "Code from the app" }).fill(codeAt(secret, Date.now()));
  await page.keyboard.press("Enter");
  await expect(page.getByRole("heading", { name: "Keep these codes" })).toBeVisible();
  expect(await findingsInBoth(page, "main")).toEqual([]);
  await button("I have kept them").click();
  await button("Turn off").click();
  await passes(page, "Turn the second factor off");
});

test("AX-1 axe finds nothing in what the share dialog asks before it is done, and in the settings of links", async ({
  member,
  documentOf,
  server,
}) => {
  const ann = await member("Ann of Dialogs");
  const ben = await member("Ben of Dialogs");
  const id = await documentOf(ann, { title: "A plan" });
  await give(ann, server.url, id, ben, "edit");
  const until = Date.now() + 86_400_000;
  await makeLink(ann, server.url, id, { role: "view", password: "a word of its own", expiresAt: until });
  await ann.open(id);
  const { page } = ann;
  const dialog = await openSharing(ann);
  await choose(dialog, "Ben of Dialogs", "Hand over to them…");
  await passes(page, "Hand this document over to Ben of Dialogs?");
  await dialog.getByRole("button", { name: "Switch off: Anyone with the link" }).click();
  await passes(page, "Switch off: Anyone with the link?");
  await dialog.getByRole("button", { name: "Change: Anyone with the link" }).click();
  await expect(dialog.getByRole("checkbox", { name: "Asks for a password" })).toBeChecked();
  await dialog.getByRole("button", { name: "New public page" }).click();
  await expect(dialog.getByRole("checkbox", { name: "Search engines may list it" })).toBeVisible();
  await dialog.getByRole("combobox").fill("new.person@example.org");
  await dialog.getByRole("button", { name: "Invite", exact: true }).click();
  await expect(dialog.getByText(/could not send mail/)).toBeVisible();
  expect(await findingsInBoth(page, ".dialog")).toEqual([]);
});
