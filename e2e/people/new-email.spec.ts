import { expect, password } from "../support/accounts.ts";
import { findingsInBoth } from "../support/findings.ts";
import { linkMailedTo, test } from "../support/mail.ts";

test("B187 somebody changes the address that they sign in with, and confirms the one that they have, by links that say which", async ({
  member,
  person,
  server,
  mail,
  faults,
}) => {
  // A link that is over; a browser prints that.
  faults.allow(/the server responded with a status of 410/);
  const ann = await member("Ann Addressed");
  const { page } = ann;
  const next = `new.${ann.account.email}`;
  await page.goto(`${server.url}/account`);
  await expect(page.getByText(`You sign in as ${ann.account.email}.`)).toBeVisible();
  await page.getByRole("button", { name: "Change the address…" }).click();
  const dialog = page.getByRole("dialog", { name: "Change your e-mail address" });
  await dialog.getByRole("button", { name: "Change it" }).click();
  const field = dialog.getByRole("textbox", { name: "New e-mail address" });
  await expect(field).toHaveAccessibleDescription(/Type your e-mail address/);
  expect(await findingsInBoth(page, ".dialog")).toEqual([]);
  await field.fill(next);
  await dialog.getByRole("textbox", { name: "Password" }).fill(password);
  await page.keyboard.press("Enter");
  await expect(page.getByText(/a link is on its way to it/)).toContainText(next);
  const link = await linkMailedTo(next, mail);

  const stranger = (await person()).page;
  await stranger.goto(link);
  await expect(stranger.getByText(/^Sign in here to the account whose address/)).toBeVisible();
  const tab = (await ann.tab()).page;
  await tab.goto(link);
  const use = tab.getByRole("button", { name: "Use the new address" });
  await expect(use).toBeVisible();
  expect(await findingsInBoth(tab)).toEqual([]);
  await use.click();
  await expect(tab.getByRole("heading", { name: "Your address is changed" })).toBeVisible();
  await expect(tab.getByText(`You sign in as ${next} from now on.`)).toBeVisible();
  await tab.reload();
  await use.click();
  await expect(tab.getByRole("heading", { name: "This link is over" })).toBeVisible();
  await tab.getByRole("link", { name: "Your account" }).click();
  await expect(tab.getByText(`You sign in as ${next}.`)).toBeVisible();

  // The same once more, for the address that it has: nothing is new then.
  const asked = await page.request.put(`${server.url}/api/account/email`, {
    data: { email: next, password },
    headers: { origin: server.url },
  });
  expect(asked.ok()).toBe(true);
  await tab.goto(await linkMailedTo(next, mail, "?confirm#"));
  await expect(tab.getByRole("heading", { name: "Confirm your address" })).toBeVisible();
  expect(await findingsInBoth(tab)).toEqual([]);
  await tab.getByRole("button", { name: "Confirm the address" }).click();
  await expect(tab.getByRole("heading", { name: "Your address is confirmed" })).toBeVisible();
  await expect(tab.getByText(`You sign in as ${next}, as before,`)).toBeVisible();
});

test("B157 an owner of the server gives a member another address, which it may not do with another owner", async ({
  member,
  server,
  faults,
}) => {
  // An address that is somebody's; a browser prints that.
  faults.allow(/the server responded with a status of 409/);
  const olga = await member("Olga Addresses", "owner");
  const [ben, odo] = [await member("Ben Addressed"), await member("Odo Addressed", "owner")];
  const { page } = olga;
  await page.goto(`${server.url}/people`);
  const rowOf = (email: string) => page.getByRole("listitem").filter({ hasText: email });
  const item = page.getByRole("menuitem", { name: "Change the e-mail address…" });
  await rowOf(odo.account.email).getByRole("button", { name: "Actions for Odo Addressed" }).click();
  await expect(page.getByRole("menu")).toBeVisible();
  await expect(item).toHaveCount(0);
  await page.keyboard.press("Escape");
  await expect(page.getByRole("menu")).toHaveCount(0);
  await rowOf(ben.account.email).getByRole("button", { name: "Actions for Ben Addressed" }).click();
  await item.click();
  const dialog = page.getByRole("dialog", { name: "E-mail address of Ben Addressed" });
  await expect(dialog).toBeVisible();
  expect(await findingsInBoth(page, ".dialog")).toEqual([]);
  const field = dialog.getByRole("textbox", { name: "New e-mail address" });
  await field.fill(odo.account.email);
  await page.keyboard.press("Enter");
  await expect(field).toHaveAccessibleDescription(/There is an account with this e-mail address already/);
  const next = `new.${ben.account.email}`;
  await field.fill(next);
  await page.keyboard.press("Enter");
  await expect(rowOf(next)).toContainText("Ben Addressed");
});
