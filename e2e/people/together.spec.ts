import type { Page } from "@playwright/test";
import { expect, password } from "../support/accounts.ts";
import { findingsInBoth } from "../support/findings.ts";
import { press } from "../support/keys.ts";
import { linkMailedTo, test } from "../support/mail.ts";
import { canType } from "../support/person.ts";
import { choose, openSharing, refusedRequests, rowOf } from "../support/sharing.ts";

/** What a change of rights may take to reach an open page. */
const liveMs = 2_000;

test.beforeEach(({ faults }) => faults.allow(refusedRequests));

/** Opens an invitation and makes an account of it. */
async function join(page: Page, link: string, name: string, email?: string): Promise<void> {
  await page.goto(link);
  await page.getByRole("textbox", { name: "Your name" }).fill(name);
  if (email !== undefined) await page.getByRole("textbox", { name: "E-mail address" }).fill(email);
  await page.getByRole("textbox", { name: "Password" }).fill(password);
  await page.keyboard.press("Enter");
  await expect(page.getByRole("button", { name: "New document" }).first()).toBeVisible();
}

test("SH-1 two who were invited and a guest write together, until each in turn may no more", async ({
  owner,
  person,
  documentOf,
  mail,
  server,
}) => {
  const [olga, ann, ben, gus] = await Promise.all([owner(), person(), person(), person()]);
  await olga.page.goto(`${server.url}/people`);
  const invite = olga.page.getByRole("button", { name: "Invite", exact: true });
  await olga.page.getByRole("textbox", { name: /^E-mail address/ }).fill("ann@example.org");
  await invite.click();
  const annsLink = await linkMailedTo("ann@example.org", mail);
  await expect(olga.page.getByRole("listitem").filter({ hasText: "ann@example.org" })).toBeVisible();
  await invite.click();
  const bensLink = await olga.page.getByText(/\/join#/).textContent();
  await join(ann.page, annsLink, "Ann Abel");
  await join(ben.page, bensLink ?? "", "Ben Boyd", "ben@example.org");

  const id = await documentOf(ann, { title: "A plan", markdown: "Ann:\n\nBen:\n\nGus:" });
  await ann.open(id);
  const dialog = await openSharing(ann);
  await dialog.getByRole("combobox", { name: "Name or e-mail address" }).fill("ben b");
  await dialog.getByRole("option", { name: "Ben Boyd" }).click();
  await dialog.getByRole("button", { name: "Invite", exact: true }).click();
  await expect(rowOf(dialog, "Ben Boyd")).toContainText("Can edit");
  await dialog.getByRole("button", { name: "New link" }).click();
  await dialog.getByRole("button", { name: "What the link lets people do: Can view" }).click();
  await ann.page.getByRole("menuitemradio", { name: "Can edit" }).click();
  await dialog.getByRole("button", { name: "Create" }).click();
  await ann.context.grantPermissions(["clipboard-read", "clipboard-write"]);
  // It says so for two seconds: who waits for it begins before.
  await Promise.all([
    expect(dialog.getByText("Copied").first()).toBeVisible(),
    dialog.getByRole("button", { name: "Copy the address: Anyone with the link" }).click(),
  ]);
  const address = await ann.page.evaluate(() => navigator.clipboard.readText());
  await dialog.getByRole("button", { name: "Done" }).click();

  await gus.page.goto(address);
  await gus.page.getByLabel("Your name").fill("Gus Gale");
  await gus.page.keyboard.press("Enter");
  await Promise.all([ben.open(id), canType(gus.page)]);
  await gus.reads(/Gus:/);
  await Promise.all(
    [ann, ben, gus].map(async ({ goTo, page }, line) => {
      await goTo("start");
      for (let above = 0; above < line; above++) await press(page, "ArrowDown");
      await press(page, "End");
      await page.keyboard.type(" all at once");
    }),
  );
  const text = "Ann: all at once\nBen: all at once\nGus: all at once";
  for (const tab of [ann, ben, gus]) await tab.reads(text);
  await expect(ann.page.getByRole("button", { name: /^Gus Gale, guest, / })).toBeVisible();

  await openSharing(ann);
  await choose(dialog, "Ben Boyd", "Can view");
  await expect(ben.editor).toHaveAttribute("contenteditable", "false", { timeout: liveMs });
  await expect(ben.page.getByText("View only")).toBeVisible();
  await gus.page.keyboard.type(", still");
  await ben.reads(`${text}, still`);
  await choose(dialog, "Ben Boyd", "Can edit");
  await expect(ben.editor).toHaveAttribute("contenteditable", "true", { timeout: liveMs });

  await choose(dialog, "Ben Boyd", "Remove");
  const gone = ben.page.getByRole("heading", { name: "You may not open this document any more" });
  await expect(gone).toBeVisible({ timeout: liveMs });
  await expect(ben.editor).toHaveCount(0);
  await expect(rowOf(dialog, "Ben Boyd")).toHaveCount(0);
  await dialog.getByRole("button", { name: "Switch off: Anyone with the link" }).click();
  await ann.page.getByRole("alertdialog").getByRole("button", { name: "Switch off" }).click();
  await expect(gus.editor).toHaveCount(0, { timeout: liveMs });
  await ann.reads(`${text}, still`);
});

test("SH-6 AX-1 a forgotten password is set anew by the link of a mail, which signs out everywhere", async ({
  member,
  documentOf,
  person,
  mail,
  server,
  faults,
}) => {
  faults.allow(/status of 410/);
  const mara = await member("Mara Member");
  const { email } = mara.account;
  await mara.open(await documentOf(mara, { title: "A plan", markdown: "first words" }));
  const { page } = await person();
  await page.goto(`${server.url}/sign-in`);
  await page.getByRole("link", { name: "Forgot your password?" }).click();
  await page.getByRole("textbox", { name: "E-mail address" }).fill(email);
  expect(await findingsInBoth(page)).toEqual([]);
  await page.keyboard.press("Enter");
  await expect(page.getByRole("heading", { name: "Look into your mail" })).toBeVisible();

  const link = await linkMailedTo(email, mail, "/reset#");
  await page.goto(link);
  await page.getByRole("textbox", { name: "New password" }).fill("another password of mine");
  expect(await findingsInBoth(page)).toEqual([]);
  await page.keyboard.press("Enter");
  await expect(page.getByRole("link", { name: /A plan/ }).first()).toBeVisible();
  await expect(mara.page.getByRole("heading", { name: "Sign in" })).toBeVisible();
  await mara.page.goto(link);
  await expect(mara.page.getByRole("heading", { name: "This link is over" })).toBeVisible();
});
