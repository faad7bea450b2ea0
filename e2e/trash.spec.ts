import { expect, test } from "./fixtures.ts";
import { findingsInBoth } from "./support/findings.ts";
import { choose, openPalette } from "./support/palette.ts";

test.use({ ownServer: true });

test("DO-3 H18 what was deleted is in the trash, with who did it and when, and comes back from there", async ({
  person,
  newDocument,
  server,
  request,
  content,
}) => {
  const { id } = await newDocument({ title: "A plan", markdown: "The words of the plan." });
  const ada = await person("Ada");
  const { page } = ada;
  await page.goto(server.url);
  await page.getByRole("link", { name: "Trash" }).click();
  await expect(page.getByRole("heading", { name: "Nothing here that you could restore." })).toBeVisible();
  expect(await findingsInBoth(page)).toEqual([]);
  await page.getByRole("link", { name: "Back to the documents" }).click();

  await page.getByRole("button", { name: "Actions for A plan" }).click();
  await page.getByRole("menuitem", { name: "Delete" }).click();
  await expect(page.getByText("Moved “A plan” to trash")).toBeVisible();
  const other = await newDocument({ title: "Notes" });
  const headers = { origin: server.url };
  const reset = await request.post(`${server.url}/api/documents/${other.id}/reset`, { headers, data: {} });
  const { id: next } = await reset.json();

  // By keyboard alone: there, to the document, and back.
  await expect(page.getByRole("link", { name: "Notes" }).first()).toBeVisible();
  await openPalette(page);
  await choose(page, "Trash");
  await expect(page.getByRole("heading", { level: 1, name: "Trash" })).toBeVisible();
  const row = page.getByRole("listitem").filter({ hasText: "A plan" });
  await expect(row).toContainText("Deleted by Ada just now");
  await expect(row).toContainText("The words of the plan.");
  const replaced = page.getByRole("listitem").filter({ hasText: "Notes" });
  await expect(replaced).toContainText(/Begun anew by .+ just now/);
  await expect(replaced.getByRole("link")).toHaveAttribute("href", `/d/${next}`);
  expect(await findingsInBoth(page)).toEqual([]);
  await row.getByRole("button", { name: "Restore A plan" }).focus();
  await page.keyboard.press("Enter");
  await expect(page.getByText("“A plan” is back")).toBeVisible();
  await expect(row).toHaveCount(0);
  await expect(page.getByRole("heading", { level: 1, name: "Trash" })).toBeFocused();
  await page.getByRole("button", { name: "Open" }).click();
  await ada.reads("The words of the plan.");
  expect(await content(id)).toContain("The words of the plan.");
});

test("the trash says where it cannot be read, and reads it when it can", async ({
  person,
  server,
  faults,
}) => {
  faults.allow(/Failed to load resource/);
  const { page, context } = await person("Ada");
  await context.route("**/api/trash?*", (route) => route.abort());
  await page.goto(`${server.url}/trash`);
  const alert = page.getByRole("alert").filter({ hasText: "The trash cannot be shown" });
  await expect(alert).toBeVisible();
  expect(await findingsInBoth(page)).toEqual([]);
  await context.unroute("**/api/trash?*");
  await alert.getByRole("button", { name: "Try again" }).click();
  await expect(page.getByRole("heading", { name: "Nothing here that you could restore." })).toBeVisible();
  await expect(alert).toHaveCount(0);
});
