import type { Page } from "@playwright/test";
import { expect, test } from "../support/accounts.ts";
import { choose, openSharing, refusedRequests, rowOf } from "../support/sharing.ts";

test.beforeEach(({ faults }) => faults.allow(refusedRequests));

/** Puts people into the group whose dialog is open, takes others out, and waits until that is done. */
async function fill(page: Page, name: string, people: Readonly<Record<string, boolean>>): Promise<void> {
  const dialog = page.getByRole("dialog").and(page.locator(":not(.toast)"));
  for (const [person, isIn] of Object.entries(people))
    await dialog.getByRole("checkbox", { name: person, exact: true }).setChecked(isIn);
  await dialog.getByRole("button", { name: "Save" }).click();
  await expect(dialog).toHaveCount(0);
  await expect(page.getByText(`Saved “${name}”`).first()).toBeVisible();
}

test("B11 B44 an owner makes a group, gives it a document, and who is put into it or out of it has that at once or loses it", async ({
  member,
  documentOf,
  server,
}, { repeatEachIndex: time }) => {
  // Everybody of the server is in the form, those of the same test before as well.
  const [annsName, bensName] = [`Ann in Groups ${time}`, `Ben in Groups ${time}`];
  const [olga, ann, ben] = [
    await member("Olga of Groups", "owner"),
    await member(annsName),
    await member(bensName),
  ];
  const group = `Fens and rivers ${time}`;
  const id = await documentOf(olga, { title: "What is for the group", markdown: "first words" });
  const { page } = olga;
  await page.goto(`${server.url}/people`);
  await page.getByRole("button", { name: "Make a group" }).click();
  const dialog = page.getByRole("dialog", { name: "Make a group" });
  await dialog.getByRole("button", { name: "Save" }).click();
  const name = dialog.getByRole("textbox", { name: "Name of the group" });
  await expect(name).toBeFocused();
  await expect(name).toHaveAccessibleDescription("Give the group a name.");
  await name.fill(group);
  await fill(page, group, { [annsName]: true });
  const row = page.getByRole("listitem").filter({ hasText: group });
  await expect(row).toContainText("1 person");

  const desk = await olga.tab();
  await desk.open(id);
  const sharing = await openSharing(desk);
  await sharing.getByRole("combobox").fill("fens");
  await sharing.getByRole("option", { name: group }).click();
  await sharing.getByRole("button", { name: "Invite", exact: true }).click();
  await expect(rowOf(sharing, group)).toContainText("Can edit");
  await choose(sharing, group, "Can view");

  await ann.page.goto(`${server.url}/d/${id}`);
  await ann.reads("first words");
  await expect(ann.page.getByText("View only")).toBeVisible();
  await choose(sharing, group, "Can edit");
  await expect(ann.editor).toHaveAttribute("contenteditable", "true");
  await ben.page.goto(`${server.url}/d/${id}`);
  await expect(ben.page.getByRole("button", { name: "Ask for access" })).toBeVisible();

  await row.getByRole("button", { name: `Change ${group}` }).click();
  await fill(page, group, { [annsName]: false, [bensName]: true });
  const gone = ann.page.getByRole("heading", { name: "You may not open this document any more" });
  await expect(gone).toBeVisible();
  await ben.open(id);
  await ben.reads("first words");

  await row.getByRole("button", { name: `Change ${group}` }).click();
  const asked = page.getByRole("dialog", { name: `Change ${group}` });
  const remove = asked.getByRole("button", { name: "Delete the group" });
  await remove.click();
  await expect(asked).toContainText("loses what was shared with it");
  await expect(asked.getByRole("button", { name: "Cancel" })).toBeFocused();
  await expect(ben.editor).toBeVisible();
  await remove.click();
  await expect(row).toHaveCount(0);
  await expect(ben.editor).toHaveCount(0);
});
