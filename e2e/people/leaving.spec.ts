import { expect, password, test } from "../support/accounts.ts";
import { refusedRequests } from "../support/sharing.ts";

test("B110 an owner deletes somebody, whose page closes, and their documents go to whom the owner names", async ({
  member,
  documentOf,
  server,
  faults,
}) => {
  faults.allow(refusedRequests);
  const olga = await member("Olga Other", "owner");
  const ann = await member("Ann Abel");
  const ben = await member("Ben Boyd");
  const id = await documentOf(ann, { title: "A plan", markdown: "first words" });
  await ann.open(id);
  await ann.saved();
  const { page } = olga;
  await page.goto(`${server.url}/people`);
  const row = page.getByRole("listitem").filter({ hasText: ann.account.email });
  await row.getByRole("button", { name: "Actions for Ann Abel" }).click();
  await page.getByRole("menuitem", { name: "Delete the account…" }).click();
  const dialog = page.getByRole("dialog", { name: "Delete the account of Ann Abel" });
  await expect(dialog).toContainText(ann.account.email);
  await expect(dialog).toContainText("What they wrote in documents stays in them.");
  const heir = dialog.getByRole("combobox", { name: "Documents that nobody else owns go to" });
  await expect(heir).toHaveValue(olga.account.person.id);
  await heir.selectOption(ben.account.person.id);
  await dialog.getByRole("button", { name: "Delete the account" }).click();
  const field = dialog.getByRole("textbox", { name: "Password" });
  await expect(field).toHaveAccessibleDescription("Type your password.");
  await field.fill("not the password");
  await page.keyboard.press("Enter");
  await expect(field).toHaveAccessibleDescription(/not the one of your account/);
  await expect(ann.editor).toBeVisible();
  await field.fill(password);
  await page.keyboard.press("Enter");
  await expect(row).toHaveCount(0);
  await expect(page.getByRole("heading", { name: "Who has an account here" })).toBeFocused();
  await expect(page.getByText("Deleted the account of Ann Abel")).toBeVisible();

  await expect(ann.page).toHaveURL(`${server.url}/sign-in?returnTo=%2Fd%2F${id}`);
  await expect(ann.page.getByText("Your account is deleted.")).toBeVisible();
  await ben.open(id);
  await ben.reads("first words");
});

test("nothing is deleted where the owner thinks better of it, and nobody deletes themselves there", async ({
  member,
  server,
}) => {
  const olga = await member("Olga Other", "owner");
  const ann = await member("Ann Abel");
  const { page } = olga;
  await page.goto(`${server.url}/people`);
  const row = page.getByRole("listitem").filter({ hasText: ann.account.email });
  await row.getByRole("button", { name: "Actions for Ann Abel" }).click();
  await page.getByRole("menuitem", { name: "Delete the account…" }).click();
  await page.getByRole("button", { name: "Cancel" }).click();
  await expect(page.getByRole("dialog")).toHaveCount(0);
  await expect(row).toBeVisible();
  await expect(page.getByRole("button", { name: "Actions for Olga Other (you)" })).toHaveCount(0);
  await expect(
    page.getByRole("listitem").filter({ hasText: olga.account.email }).getByRole("button"),
  ).toHaveCount(0);
});
