import { expect, lineOf, test } from "./fixtures.ts";

test("DO-1 a new document can be typed in at once, with the focus in its title", async ({
  person,
  server,
  content,
}) => {
  const ada = await person("Ada");
  await ada.page.goto(server.url);
  await ada.page.locator("header").getByRole("button", { name: "New document" }).click();
  await ada.page.waitForURL(/\/d\/[\w-]{16,64}$/);
  await expect(ada.title).toBeFocused();
  await ada.page.keyboard.type("Minutes");
  await ada.page.keyboard.press("Enter");
  await ada.page.keyboard.type("We met.");
  await expect(ada.title).toHaveValue("Minutes");
  await ada.reads("We met.");
  await expect(ada.page).toHaveTitle("Minutes · Quire");
  await ada.saved();
  const id = new URL(ada.page.url()).pathname.slice("/d/".length);
  expect(await content(id)).toBe("We met.");
});

test("DO-1 what is typed after Enter in the title, before the text is there, is in the text", async ({
  person,
  server,
  content,
}) => {
  const ada = await person("Ada");
  const line = await lineOf(ada.page);
  await ada.page.goto(server.url);
  line.hold();
  await ada.page.locator("header").getByRole("button", { name: "New document" }).click();
  await expect(ada.title).toBeFocused();
  await ada.page.keyboard.type("Minutes\nWe mat");
  await ada.page.keyboard.press("Backspace");
  await ada.page.keyboard.press("Backspace");
  await ada.page.keyboard.type("et.\nAll of us.");
  await expect(ada.title).toHaveValue("Minutes");
  line.release();
  await ada.reads("We met.\nAll of us.");
  await ada.page.keyboard.type(" And on.");
  await ada.saved();
  const id = new URL(ada.page.url()).pathname.slice("/d/".length);
  expect(await content(id)).toBe("We met.\nAll of us. And on.");
});

test("DO-1 two people who make a document at the same moment get one each", async ({ person, server }) => {
  const [ada, ben] = await Promise.all([person("Ada"), person("Ben")]);
  await Promise.all([ada, ben].map(({ page }) => page.goto(server.url)));
  await Promise.all(
    [ada, ben].map(async ({ page }) => {
      await page.locator("header").getByRole("button", { name: "New document" }).click();
      await page.waitForURL(/\/d\/[\w-]{16,64}$/);
    }),
  );
  expect(ada.page.url()).not.toBe(ben.page.url());
  await expect(ada.title).toBeFocused();
  await expect(ben.title).toBeFocused();
  await ada.page.keyboard.type("Ada's own");
  await ben.page.keyboard.type("Ben's own");
  await Promise.all([ada.saved(), ben.saved()]);

  const cleo = await person("Cleo");
  await cleo.page.goto(server.url);
  const list = cleo.page.getByRole("region", { name: "All documents" });
  for (const title of ["Ada's own", "Ben's own"])
    await expect(list.getByRole("link", { name: title })).toHaveCount(1);
});

test("what a title has no room for is said, and what was pasted beyond it begins the text", async ({
  person,
  server,
}) => {
  const ada = await person("Ada");
  const { page, title } = ada;
  const messages = page.getByRole("region", { name: "Messages" });
  await ada.context.grantPermissions(["clipboard-read", "clipboard-write"]);
  await page.goto(server.url);
  await page.locator("header").getByRole("button", { name: "New document" }).click();
  await expect(title).toBeFocused();
  await expect(ada.editor).toBeVisible();
  const words = `${"long ".repeat(39)}`;
  await page.evaluate((text) => navigator.clipboard.writeText(text), `${words}title and\nthe rest`);
  await page.keyboard.press("ControlOrMeta+v");
  await expect(title).toHaveValue(`${words}title`);
  await ada.reads(" and\nthe rest\n");
  await expect(messages.getByText("The rest is at the start of the text.")).toBeVisible();
  await page.keyboard.type("!");
  await expect(messages.getByText("The title is full: it has room for 200 characters.")).toBeVisible();
  await expect(title).toHaveValue(`${words}title`);
  await ada.saved();
});

test("a name in the list that is too long for a title stays in its field until it is shorter", async ({
  person,
  newDocument,
  server,
}) => {
  const { id } = await newDocument({ title: "Short name" });
  const ada = await person("Ada");
  await ada.page.goto(server.url);
  const row = ada.page.locator(`[data-document="${id}"]`);
  await row.getByRole("button", { name: "Actions for Short name" }).click();
  await ada.page.getByRole("menuitem", { name: "Rename" }).click();
  const field = row.getByRole("textbox");
  await field.fill("x".repeat(201));
  await field.press("Enter");
  const messages = ada.page.getByRole("region", { name: "Messages" });
  await expect(messages.getByText("The title has 201 characters, and room for 200.")).toBeVisible();
  await expect(field).toHaveValue("x".repeat(201));
  await field.press("Backspace");
  await field.press("Enter");
  await expect(row.getByRole("link", { name: "x".repeat(200) })).toBeVisible();
});

test("J7 a document that cannot be made, since a part of the page cannot be fetched, is not made, and it is said what to do", async ({
  person,
  server,
  faults,
}) => {
  faults.allow(/Failed to (load resource|fetch dynamically)/);
  const { context, page } = await person("Nora without a part");
  let isGone = true;
  await context.route(/\/assets\/open-device-/, (route) => (isGone ? route.abort() : route.continue()));
  await page.goto(server.url);
  await page.getByRole("button", { name: "New document" }).first().click();
  await expect(page.getByRole("region", { name: "Messages" })).toContainText(
    "The document was not created. This part of the page could not be fetched.",
  );
  expect(new URL(page.url()).pathname).toBe("/");
  // The next try asks for it again.
  isGone = false;
  await page.getByRole("button", { name: "New document" }).first().click();
  await expect(page.getByRole("textbox", { name: "Title" })).toBeFocused();
});
