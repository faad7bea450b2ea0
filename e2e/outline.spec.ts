import { expect, test } from "./fixtures.ts";
import { findings } from "./support/findings.ts";
import { press } from "./support/keys.ts";

const filler = Array.from({ length: 40 }, (_, index) => `Line ${index}`).join("\n\n");
const markdown = `# One\n\n${filler}\n\n## Two\n\n${filler}\n\n# Three\n\n${filler}`;

test("FN-3 the outline follows headings, Ben's too, and shows the section in view", async ({
  person,
  newDocument,
}) => {
  const { id } = await newDocument({ markdown });
  const [a, b] = [await person("Ann"), await person("Ben")];
  await a.open(id);
  await b.open(id);
  const opener = a.page.getByRole("button", { name: "Outline", exact: true });
  await opener.click();
  await expect(opener).toHaveAttribute("aria-pressed", "true");
  const rail = a.page.getByRole("complementary", { name: "Outline" });
  const entries = rail.getByRole("listitem");
  await expect(entries).toHaveText(["One", "Two", "Three"]);
  const current = rail.locator("[aria-current=location]");
  await expect(current).toHaveText("One");

  await b.editor.getByRole("heading", { name: "Two" }).click();
  await press(b.page, "End");
  await b.page.keyboard.type(" and a half");
  await expect(entries).toHaveText(["One", "Two and a half", "Three"]);
  await press(b.page, "Control+Alt+0");
  await expect(entries).toHaveText(["One", "Three"]);
  await press(b.page, "Control+Alt+2");
  await expect(entries).toHaveText(["One", "Two and a half", "Three"]);

  await rail.getByRole("button", { name: "Three" }).click();
  await expect(a.editor.getByRole("heading", { name: "Three" })).toBeInViewport();
  await expect(current).toHaveText("Three");
  await expect(a.editor).toBeFocused();
  await a.page.keyboard.type("!");
  await expect(entries).toHaveText(["One", "Two and a half", "Three!"]);
  await a.page.locator("main").evaluate((page) => page.scrollTo(0, 0));
  await expect(current).toHaveText("One");
  expect(await findings(a.page)).toEqual([]);

  await a.page.reload();
  await expect(entries).toHaveText(["One", "Two and a half", "Three!"]);
  await rail.getByRole("button", { name: "Hide the outline" }).click();
  await expect(rail).toHaveCount(0);
});

test("FN-3 words and characters of the document and of what is selected, CJK by the character", async ({
  person,
  newDocument,
}) => {
  const { id } = await newDocument({ markdown: "one two\n\n日本語 text 👩🏽‍🚀" });
  const [a, b] = [await person("Ann"), await person("Ben")];
  await a.open(id);
  await b.open(id);
  const foot = a.page.getByRole("contentinfo");
  await expect(foot).toContainText("6 words · 17 characters");
  await a.goTo("start");
  await press(a.page, "Control+Shift+ArrowRight", "Shift+ArrowDown", "Shift+End");
  await expect(foot).toContainText("6 of 6 words · 17 of 17 characters");
  await press(a.page, "Home", "Shift+ArrowRight", "Shift+ArrowRight");
  await expect(foot).toContainText("2 of 6 words · 2 of 17 characters");
  await b.goTo("end");
  await b.page.keyboard.type(" more");
  await expect(foot).toContainText("2 of 7 words · 2 of 22 characters");
  await press(a.page, "ArrowLeft");
  await expect(foot).toContainText("7 words · 22 characters");
});

test("on a phone the outline is a sheet, with the counts; a heading leads into the text", async ({
  browser,
  server,
  newDocument,
}) => {
  const { id } = await newDocument({ markdown });
  const context = await browser.newContext({
    viewport: { width: 390, height: 844 },
    hasTouch: true,
    isMobile: true,
  });
  const page = await context.newPage();
  await page.goto(`${server.url}/d/${id}`);
  await page.getByRole("button", { name: "Document menu" }).tap();
  await page.getByRole("menuitem", { name: "Outline" }).tap();
  const sheet = page.getByRole("dialog", { name: "Outline" });
  await expect(sheet).toContainText("243 words");
  expect(await findings(page)).toEqual([]);
  for (const entry of await sheet.getByRole("button").all())
    expect((await entry.boundingBox())?.height).toBeGreaterThanOrEqual(44);
  await sheet.getByRole("button", { name: "Two" }).tap();
  await expect(sheet).toHaveCount(0);
  const text = page.locator(".ProseMirror");
  await expect(text.getByRole("heading", { name: "Two" })).toBeInViewport();
  await expect(text).toBeFocused();
  await context.close();
});
