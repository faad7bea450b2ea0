import type { Page } from "@playwright/test";
import { expect, test } from "../support/accounts.ts";
import { findingsInBoth } from "../support/findings.ts";
import { refusedRequests } from "../support/sharing.ts";

test.beforeEach(({ faults }) => faults.allow(refusedRequests));

/** Looks whether axe finds anything, once this is there. */
async function looksGood(page: Page, text: string | RegExp): Promise<void> {
  await expect(page.getByText(text).first()).toBeVisible();
  expect(await findingsInBoth(page), typeof text === "string" ? text : text.source).toEqual([]);
}

/** The same of a dialog, which is left then. */
async function dialogLooksGood(page: Page, button: string, name: string): Promise<void> {
  await page.getByRole("button", { name: button }).click();
  const dialog = page.getByRole("dialog", { name }).or(page.getByRole("alertdialog", { name }));
  await expect(dialog).toBeVisible();
  expect(await findingsInBoth(page), name).toEqual([]);
  await page.keyboard.press("Escape");
  await expect(dialog).toHaveCount(0);
}

test("AX-1 axe finds nothing on the pages of who is not in yet, in the light and in the dark", async ({
  owner,
  member,
  documentOf,
  person,
  server,
}) => {
  const [olga, mara, { page }] = await Promise.all([owner(), member("Mara Member"), person()]);
  const id = await documentOf(olga, { title: "A plan" });
  await page.goto(`${server.url}/sign-in`);
  await looksGood(page, "E-mail address");
  const invited = await olga.context.request.post(`${server.url}/api/invitations`, {
    data: { standing: "member" },
    headers: { origin: server.url },
  });
  await page.goto((await invited.json()).url);
  await looksGood(page, "Make your account");
  await page.getByRole("button", { name: "Make the account" }).click();
  await looksGood(page, "A name has at least one letter or number.");
  await mara.page.goto(`${server.url}/d/${id}`);
  await looksGood(mara.page, "Ask for access");
  await mara.page.getByRole("button", { name: "Ask for access" }).click();
  await looksGood(mara.page, "You have asked.");
});

test("AX-1 axe finds nothing on the pages about people and their dialogs, in the light and in the dark", async ({
  owner,
  member,
  server,
}) => {
  const { page } = await owner();
  await member("Mara Member");
  await page.goto(`${server.url}/account`);
  await looksGood(page, "Where you are signed in");
  await dialogLooksGood(page, "Make a token", "Make a token");
  await dialogLooksGood(page, "Delete your account…", "Delete your account");
  await page.getByRole("button", { name: "Turn on" }).click();
  await looksGood(page, "Or type this key into the app:");
  await page.goto(`${server.url}/people`);
  await looksGood(page, "Mara Member");
  await page.goto(`${server.url}/audit`);
  await looksGood(page, "Made an account as a member");
  await page.goto(server.url);
  await page.getByRole("button", { name: "You", exact: true }).click();
  await page.getByRole("menuitem", { name: "Sign out" }).click();
  await looksGood(page, "What becomes of the documents");
});
