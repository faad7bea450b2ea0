import { expect, password, test } from "../support/accounts.ts";
import { canType } from "../support/person.ts";
import { makeLink, refusedRequests } from "../support/sharing.ts";

test.beforeEach(({ faults }) => faults.allow(refusedRequests));

test("B8 B41 whom an owner shuts out is put out of their open page and told why, and has their documents when they are let in again", async ({
  member,
  documentOf,
  server,
}) => {
  const olga = await member("Olga at the Door", "owner");
  const ann = await member("Ann at the Door");
  const id = await documentOf(ann, { title: "What Ann keeps", markdown: "first words" });
  await ann.open(id);
  await ann.saved();
  const { page } = olga;
  await page.goto(`${server.url}/people`);
  const row = page.getByRole("listitem").filter({ hasText: ann.account.email });
  const menu = row.getByRole("button", { name: "Actions for Ann at the Door" });
  await menu.click();
  await page.getByRole("menuitem", { name: "Shut out…" }).click();
  const dialog = page.getByRole("dialog", { name: "Shut Ann at the Door out" });
  await expect(dialog).toContainText("Their documents stay theirs");
  await dialog.getByRole("button", { name: "Cancel" }).click();
  await expect(dialog).toHaveCount(0);
  await expect(menu).toBeFocused();
  await expect(ann.editor).toBeVisible();
  await menu.click();
  await page.getByRole("menuitem", { name: "Shut out…" }).click();
  await dialog.getByRole("button", { name: "Shut out" }).click();
  await expect(page.getByText("Ann at the Door is shut out. Their documents stay.")).toBeVisible();
  await expect(row).toContainText("Shut out");
  await expect(ann.page).toHaveURL(`${server.url}/sign-in?returnTo=%2Fd%2F${id}`);
  await expect(
    ann.page.getByText(/^You were signed out because an owner of this server shut you out/),
  ).toBeVisible();
  await ann.page.getByRole("textbox", { name: "E-mail address" }).fill(ann.account.email);
  const field = ann.page.getByRole("textbox", { name: "Password" });
  await field.fill(password);
  await ann.page.keyboard.press("Enter");
  await expect(field).toHaveAccessibleDescription(/no account with this e-mail address and password/);

  await menu.click();
  await page.getByRole("menuitem", { name: "Let in again" }).click();
  await expect(page.getByText("Ann at the Door may sign in again")).toBeVisible();
  await expect(row).not.toContainText("Shut out");
  await field.press("Enter");
  await expect(ann.page).toHaveURL(`${server.url}/d/${id}`);
  await canType(ann.page);
  await ann.reads("first words");
  await ann.goTo("end");
  await ann.page.keyboard.type(" and more");
  await ann.saved();
});

test("B53 B92 a link that ends by its day puts out the guest who has it open, and tells them so", async ({
  member,
  person,
  documentOf,
  server,
}) => {
  const ann = await member("Ann of a Day");
  const id = await documentOf(ann, { title: "Until tonight", markdown: "first words" });
  const { address, change } = await makeLink(ann, server.url, id, { role: "edit" });
  const gus = await person();
  await gus.page.goto(address);
  await gus.page.getByLabel("Your name").fill("Gus of a Day");
  await gus.page.keyboard.press("Enter");
  await canType(gus.page);
  await gus.goTo("end");
  await gus.page.keyboard.type(" by a guest");
  await gus.saved();
  // The day's last moment comes.
  await change({ expiresAt: Date.now() + 1_000 });
  await expect(gus.page).toHaveURL(`${server.url}/sign-in?returnTo=%2Fd%2F${id}`);
  await expect(
    gus.page.getByText(/^The link that you came by was switched off, or has ended\./),
  ).toBeVisible();
  await ann.open(id);
  await ann.reads("first words by a guest");
});
