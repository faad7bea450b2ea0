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
