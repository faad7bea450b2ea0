import { expect, test } from "../support/accounts.ts";
import { findingsInBoth } from "../support/findings.ts";

test("DO-3 H18 somebody's trash has what they own and nobody else's, and what they restore is theirs as before", async ({
  member,
  documentOf,
  server,
}) => {
  const [ann, berta] = [await member("Ann Abel"), await member("Berta Brook")];
  const id = await documentOf(ann, { title: "Only Ann's", markdown: "private words" });
  await ann.page.goto(server.url);
  await ann.page.getByRole("button", { name: "Actions for Only Ann's" }).click();
  await ann.page.getByRole("menuitem", { name: "Delete" }).click();
  await expect(ann.page.getByText("Moved “Only Ann's” to trash")).toBeVisible();

  await berta.page.goto(`${server.url}/trash`);
  await expect(
    berta.page.getByRole("heading", { name: "Nothing here that you could restore." }),
  ).toBeVisible();
  await ann.page.getByRole("link", { name: "Trash" }).click();
  const row = ann.page.getByRole("listitem").filter({ hasText: "Only Ann's" });
  await expect(row).toContainText("Deleted by Ann Abel just now");
  expect(await findingsInBoth(ann.page)).toEqual([]);
  await row.getByRole("button", { name: "Restore Only Ann's" }).click();
  await expect(ann.page.getByText("“Only Ann's” is back")).toBeVisible();
  await ann.page.goto(`${server.url}/d/${id}`);
  await ann.reads("private words");
});
