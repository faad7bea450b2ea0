import type { Page } from "@playwright/test";
import { expect, password, test } from "../support/accounts.ts";
import { tabRound, tabTo } from "../support/focus.ts";
import { press } from "../support/keys.ts";
import { drawn } from "../support/person.ts";

test("AX-2 somebody signs in, looks after their account and after people, reads the log and signs out, by keys alone", async ({
  member,
  person,
  server,
}) => {
  const kim = await member("Kim Keys", "owner");
  await member("Mara Member");
  const { page } = await person();
  const { keyboard } = page;
  // What a page says in passing is one, too.
  const dialog = page.getByRole("dialog").and(page.locator(":not(.toast)"));
  await page.goto(`${server.url}/sign-in`);
  await expect(page.getByRole("textbox", { name: "E-mail address" })).toBeFocused();
  // A browser drops keys until the page is drawn.
  await drawn(page);
  await keyboard.type(kim.account.email);
  await keyboard.press("Tab");
  await keyboard.type(password);
  await keyboard.press("Enter");

  const you = page.getByRole("button", { name: "You", exact: true });
  await expect(you).toBeVisible();
  await tabTo(page, you);
  await keyboard.press("Enter");
  await expect(page.getByRole("menu").locator("[role^=menuitem]").first()).toBeFocused();
  await keyboard.press("Escape");
  await expect(you).toBeFocused();
  await chooseByKeys(page, "Your account");
  await expect(page.getByRole("heading", { level: 1, name: "Your account" })).toBeFocused();

  const makeToken = page.getByRole("main").getByRole("button", { name: "Make a token" });
  await tabTo(page, makeToken);
  expect((await tabRound(page)).length).toBeGreaterThan(10);
  await keyboard.press("Enter");
  // It takes the focus a moment after it is drawn.
  await expect(dialog.locator(":focus")).toBeAttached();
  expect((await tabRound(page)).length).toBeGreaterThan(3);
  await keyboard.press("Escape");
  await expect(makeToken).toBeFocused();
  await keyboard.press("Enter");
  await expect(dialog.locator(":focus")).toBeAttached();
  await tabTo(page, dialog.getByRole("textbox", { name: "What it is for" }));
  await keyboard.type("Backup");
  await keyboard.press("Tab");
  await keyboard.press("Tab");
  await keyboard.press("Tab");
  await keyboard.type(password);
  await keyboard.press("Enter");
  await expect(dialog.getByRole("button", { name: "Copy the token" })).toBeVisible();
  await tabTo(page, dialog.getByRole("button", { name: "Done" }));
  await keyboard.press("Enter");
  await expect(makeToken).toBeFocused();
  const end = page.getByRole("button", { name: "End the token for Backup" });
  await tabTo(page, end, "Shift+Tab");
  await keyboard.press("Enter");
  await expect(end).toHaveCount(0);
  await expect(page.getByRole("heading", { name: "Tokens for programs" })).toBeFocused();

  await tabTo(page, page.getByRole("link", { name: "People" }), "Shift+Tab");
  await keyboard.press("Enter");
  await expect(page.getByRole("heading", { level: 1, name: "People" })).toBeFocused();
  const invite = page.getByRole("main").getByRole("button", { name: "Invite", exact: true });
  await tabTo(page, invite);
  expect((await tabRound(page)).length).toBeGreaterThan(5);
  await expect(invite).toBeFocused();
  await press(page, "Enter");
  await expect(dialog.getByRole("button", { name: "Copy the link" })).toBeVisible();
  await expect(dialog.locator(":focus")).toBeAttached();
  await keyboard.press("Escape");
  await expect(invite).toBeFocused();
  const mara = page.getByRole("button", { name: "Actions for Mara Member" }).first();
  await tabTo(page, mara, "Shift+Tab");
  for (const item of ["Link for a new password…", "Shut out…", "Delete the account…"]) {
    await chooseByKeys(page, item);
    await expect(dialog.locator(":focus")).toBeAttached();
    await tabRound(page);
    await keyboard.press("Escape");
    await expect(mara).toBeFocused();
  }

  await tabTo(page, page.getByRole("link", { name: "Audit log" }), "Shift+Tab");
  await keyboard.press("Enter");
  await expect(page.getByRole("heading", { level: 1, name: "Audit log" })).toBeFocused();
  await tabTo(page, page.getByRole("link", { name: "Download as CSV" }));
  expect((await tabRound(page)).length).toBeGreaterThan(8);

  await tabTo(page, you, "Shift+Tab");
  await chooseByKeys(page, "Sign out…");
  await expect(dialog.locator(":focus")).toBeAttached();
  await keyboard.press("Escape");
  await expect(you).toBeFocused();
  await chooseByKeys(page, "Sign out…");
  await expect(dialog.locator(":focus")).toBeAttached();
  await tabTo(page, dialog.getByRole("button", { name: "Sign out", exact: true }));
  await keyboard.press("Enter");
  await expect(page.getByRole("textbox", { name: "E-mail address" })).toBeFocused();
});

/** Opens the menu of the button that has the focus, and chooses in it. */
async function chooseByKeys(page: Page, name: string): Promise<void> {
  // A dialog that closes gives the focus back, and is gone with the next frame.
  await drawn(page);
  await page.keyboard.press("Enter");
  // Whoever opens one by a key is on its first item.
  await expect(page.getByRole("menu").locator("[role^=menuitem]").first()).toBeFocused();
  const item = page.getByRole("menuitem", { name });
  const isThere = () => item.evaluate((element) => element === document.activeElement);
  for (let keys = 0; keys < 20 && !(await isThere()); keys++) {
    const before = await page.evaluateHandle(() => document.activeElement);
    await press(page, "ArrowDown");
    // On a slow machine the focus follows later; the next key before that would lead past the item.
    await page.waitForFunction((element) => document.activeElement !== element, before);
  }
  await expect(item).toBeFocused();
  await page.keyboard.press("Enter");
}
