import type { Page } from "@playwright/test";
import { expect, test } from "../support/accounts.ts";

/** The palette of the page, open; asked for until its code is here. */
async function openPalette(page: Page) {
  const dialog = page.getByRole("dialog", { name: "Commands and documents" });
  const field = dialog.getByRole("combobox");
  await expect(async () => {
    if (!(await dialog.isVisible())) await page.keyboard.press("Control+k");
    await expect(field).toBeFocused({ timeout: 1_000 });
  }).toPass();
  return {
    dialog,
    field,
    option: (name: string) => dialog.getByRole("option", { name, exact: true }),
    /** Chooses the first that is found by some words. */
    async choose(words: string, name: RegExp) {
      await field.fill(words);
      await expect(dialog.getByRole("option", { selected: true })).toHaveText(name);
      await page.keyboard.press("Enter");
    },
  };
}

test("the palette leads to one's account, to people and, for owners, to the audit log, and out", async ({
  member,
  documentOf,
  server,
}) => {
  const olga = await member("Olga Other", "owner");
  const { page } = olga;
  const id = await documentOf(olga, { title: "A plan", markdown: "first words" });
  await olga.open(id);
  await olga.editor.focus();
  for (const [name, heading] of [
    ["Your account", "Your account"],
    ["People", "People"],
    ["Audit log", "Audit log"],
  ] as const) {
    const { field, option } = await openPalette(page);
    await field.fill(name);
    await expect(option(name)).toBeVisible();
    await expect(option(name)).toHaveAttribute("aria-selected", "true");
    await page.keyboard.press("Enter");
    await expect(page.getByRole("heading", { level: 1, name: heading })).toBeVisible();
    await page.goBack();
    await expect(olga.editor).toBeVisible();
  }
  await (await openPalette(page)).choose("share", /^Share/);
  await expect(page.getByRole("dialog", { name: "Share “A plan”" })).toBeVisible();
  await page.keyboard.press("Escape");

  await page.goto(server.url);
  await (await openPalette(page)).choose("sign out", /^Sign out/);
  await page
    .getByRole("button", { name: "Stay signed in" })
    .or(page.getByRole("button", { name: "Cancel" }))
    .click();
  await expect(page.getByRole("dialog")).toHaveCount(0);
  await (await openPalette(page)).choose("sign out", /^Sign out/);
  await page.getByRole("button", { name: "Sign out", exact: true }).click();
  await expect(page.getByRole("heading", { name: "Sign in" })).toBeVisible();
});

test("a member's palette has no audit log", async ({ member, server }) => {
  const { page } = await member("Mara Member");
  const asked = page.waitForResponse(`${server.url}/api/session`);
  await page.goto(server.url);
  const { option } = await openPalette(page);
  await asked;
  await expect(option("Your account")).toBeAttached();
  await expect(option("People")).toBeAttached();
  await expect(option("Sign out…")).toBeAttached();
  await expect(option("Audit log")).toHaveCount(0);
});
