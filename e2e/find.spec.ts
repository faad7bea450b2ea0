import { expect, type Person, test } from "./fixtures.ts";
import { findings, findingsInBoth } from "./support/findings.ts";
import { press } from "./support/keys.ts";

/** What somebody sees of a search. */
function findBar({ page, editor }: Pick<Person, "page" | "editor">) {
  const bar = page.getByRole("search");
  return {
    bar,
    field: bar.getByRole("textbox", { name: "Find", exact: true }),
    replacement: bar.getByRole("textbox", { name: "Replace with" }),
    button: (name: string) => bar.getByRole("button", { name, exact: true }),
    /** "3 of 17", as it is announced, or what is wrong. */
    says: bar.locator("[aria-live]"),
    hits: editor.locator(".quire-hit"),
    current: editor.locator(".quire-hit-current"),
  };
}

const selectedText = ({ page }: Pick<Person, "page">) => page.evaluate(() => getSelection()?.toString());

test("FN-1 Mod+F opens with the selection, Enter goes from hit to hit and around, Escape leaves the caret at the hit", async ({
  person,
  newDocument,
}) => {
  const { id } = await newDocument({ markdown: "one two\n\ntwo\n\nthree Two" });
  const a = await person();
  await a.open(id);
  await a.goTo("start");
  await press(a.page, "Control+ArrowRight", "Control+ArrowRight", "Control+Shift+ArrowLeft");
  await press(a.page, "Control+f");
  const { bar, field, says, hits } = findBar(a);
  await expect(field).toBeFocused();
  await expect(field).toHaveValue("two");
  await expect(says).toHaveText("1 of 3");
  await expect(hits).toHaveText(["two", "two", "Two"]);
  await press(a.page, "Enter");
  await expect(says).toHaveText("2 of 3");
  await press(a.page, "F3", "Enter");
  await expect(says).toHaveText("1 of 3");
  await press(a.page, "Shift+Enter");
  await expect(says).toHaveText("3 of 3");
  await press(a.page, "Escape");
  await expect(bar).toHaveCount(0);
  await expect(a.editor).toBeFocused();
  expect(await selectedText(a)).toBe("Two");
  await expect(hits).toHaveCount(0);
  await a.page.keyboard.type("four");
  await a.reads("one two\ntwo\nthree four");
});

test("FN-1 case, whole words and expressions narrow the search, hits across marks are found, a broken expression says so", async ({
  person,
  newDocument,
}) => {
  const { id } = await newDocument({ markdown: "cat **Ca**t concat\n\n*c*at’s" });
  const a = await person();
  await a.open(id);
  await a.goTo("start");
  await press(a.page, "Control+f");
  const { field, says, button } = findBar(a);
  await field.fill("cat");
  await expect(says).toHaveText("1 of 4");
  await button("Match case").click();
  await expect(says).toHaveText("1 of 3");
  await button("Whole words").click();
  await expect(says).toHaveText("1 of 2");
  await field.fill("cat's");
  await expect(says).toHaveText("1 of 1");
  await button("Whole words").click();
  await button("Regular expression").click();
  await expect(button("Regular expression")).toHaveAttribute("aria-pressed", "true");
  await field.fill("[cC]at\\b");
  await expect(says).toHaveText("4 of 4");
  await field.fill("(cat");
  await expect(says).toHaveText("This expression cannot be read: Unterminated group");
  await expect(field).toHaveAttribute("aria-invalid", "true");
  expect(await findings(a.page)).toEqual([]);
  await field.fill("(cat)");
  await expect(says).toHaveText("3 of 3");
});

test("FN-1 an expression that would take years is given up, and the page goes on meanwhile", async ({
  person,
  newDocument,
}) => {
  const { id } = await newDocument({ markdown: `${"a".repeat(60)}!\n\nend` });
  const a = await person();
  await a.open(id);
  await a.goTo("end");
  await press(a.page, "Control+f");
  const { field, says, button } = findBar(a);
  await button("Regular expression").click();
  await field.fill("(a+)+$");
  await a.goTo("end");
  await a.page.keyboard.type(" goes on");
  await a.reads(/end goes on$/);
  await expect(says).toHaveText(/takes too long/);
  await field.fill("e.d");
  await expect(says).toHaveText("1 of 1");
});

test("FN-1 what somebody else writes is found as it comes, and what I stand at stays", async ({
  person,
  newDocument,
}) => {
  const { id } = await newDocument({ markdown: "river\n\nbank\n\nriver" });
  const [a, b] = [await person("Ann"), await person("Ben")];
  await a.open(id);
  await b.open(id);
  await a.goTo("end");
  await press(a.page, "Control+f");
  const { field, says, current } = findBar(a);
  await field.fill("river");
  await expect(says).toHaveText("1 of 2");
  await press(a.page, "Shift+Enter");
  await expect(says).toHaveText("2 of 2");
  await b.goTo("start");
  await b.page.keyboard.type("river ");
  await expect(says).toHaveText("3 of 3");
  await press(b.page, "Control+End", "Backspace");
  await expect(says).toHaveText(/2 found|[12] of 2/);
  await press(a.page, "Enter");
  await expect(current).toHaveText("river");
});

test("FN-1 a hit far down is scrolled to, and those in sight are marked as the page scrolls", async ({
  person,
  newDocument,
}) => {
  const markdown = Array.from({ length: 2_000 }, (_, index) => `The word of line ${index}`).join("\n\n");
  const { id } = await newDocument({ markdown });
  const a = await person();
  await a.open(id);
  await a.goTo("start");
  await press(a.page, "Control+f");
  const { field, says, hits, current } = findBar(a);
  await field.fill("word");
  await expect(says).toHaveText("1 of 2,000");
  expect(await hits.count()).toBeLessThan(300);
  await press(a.page, "Shift+Enter");
  await expect(says).toHaveText("2,000 of 2,000");
  await expect(current).toBeInViewport();
  await expect(hits.nth(20)).toBeAttached();
  await a.page.locator("main").evaluate((page) => page.scrollTo(0, page.scrollHeight / 2));
  await expect(a.editor.locator("p", { hasText: "line 1000" }).locator(".quire-hit")).toHaveText("word");
});

test("FN-2 replacing all is one step of undo, and leaves Ben's undo and caret alone", async ({
  person,
  newDocument,
}) => {
  const { id } = await newDocument({ markdown: "the colour\n\nof **colo**ur" });
  const [a, b] = [await person("Ann"), await person("Ben")];
  await a.open(id);
  await b.open(id);
  await b.goTo("start");
  // One step of undo each, however slowly the keys of a busy machine would come.
  await b.page.keyboard.insertText("All ");
  await a.reads("All the colour\nof colour");
  await a.goTo("end");
  await press(a.page, "Control+h");
  const { field, replacement, says, button } = findBar(a);
  await field.fill("colour");
  await replacement.fill("color");
  await button("Replace all").click();
  await expect(says).toHaveText("2 replaced");
  for (const one of [a, b]) await one.reads("All the color\nof color");
  await b.page.keyboard.insertText("of ");
  for (const one of [a, b]) await one.reads("All of the color\nof color");
  await field.press("Escape");
  await press(a.page, "Control+z");
  for (const one of [a, b]) await one.reads("All of the colour\nof colour");
  await press(a.page, "Control+Shift+z");
  await b.reads("All of the color\nof color");
  await press(b.page, "Control+z", "Control+z");
  for (const one of [a, b]) await one.reads("the color\nof color");
  await expect(a.editor.locator("strong")).toHaveText("colo");
});

test("FN-2 hits are replaced one by one, and an expression's groups go along", async ({
  person,
  newDocument,
}) => {
  const { id } = await newDocument({ markdown: "a cat, a cat, a cat\n\n2026-11" });
  const a = await person();
  await a.open(id);
  await a.goTo("start");
  await press(a.page, "Control+h");
  const { field, replacement, says, button } = findBar(a);
  await field.fill("cat");
  await replacement.fill("dog");
  await replacement.press("Enter");
  await expect(says).toHaveText("1 of 2");
  await button("Next").click();
  await button("Replace").click();
  await a.reads("a dog, a cat, a dog\n2026-11");
  await button("Regular expression").click();
  await field.fill("(\\d+)-(\\d+)");
  await replacement.fill("$2/$1");
  await expect(says).toHaveText("1 of 1");
  await button("Replace all").click();
  await a.reads("a dog, a cat, a dog\n11/2026");
});

test("FN-2 5,000 replacements are one step", async ({ person, newDocument, content }) => {
  const line = (word: string) => Array(25).fill(word).join(" ");
  const { id } = await newDocument({ markdown: Array(200).fill(line("colour")).join("\n\n") });
  const a = await person();
  await a.open(id);
  await a.goTo("start");
  await press(a.page, "Control+h");
  const { field, replacement, says } = findBar(a);
  await field.fill("colour");
  await expect(says).toHaveText("1 of 5,000");
  await replacement.fill("color");
  const took = await a.page.evaluate(() => {
    const button = document.querySelector<HTMLElement>(".find-button:last-child");
    const start = performance.now();
    button?.click();
    return performance.now() - start;
  });
  console.info(`5,000 replacements took ${Math.round(took)} ms`);
  await expect(says).toHaveText("5,000 replaced");
  await a.saved();
  expect((await content(id)).trim().split(/\n+/)).toEqual(Array(200).fill(line("color")));
  await field.press("Escape");
  await press(a.page, "Control+z");
  await a.saved();
  expect((await content(id)).trim().split(/\n+/)).toEqual(Array(200).fill(line("colour")));
});

test("a reader finds, and is not offered to replace", async ({ person, newDocument, request, server }) => {
  const { id } = await newDocument({ markdown: "one two one" });
  const a = await person();
  await a.open(id);
  await press(a.page, "Control+f");
  await request.delete(`${server.url}/api/documents/${id}`, { headers: { origin: server.url } });
  await expect(a.editor).toHaveAttribute("aria-readonly", "true");
  const { field, says, button } = findBar(a);
  await field.fill("one");
  await expect(says).toHaveText("1 of 2");
  await expect(button("Replace…")).toHaveCount(0);
});

test("AX-1 axe finds nothing in the find bar, in the light and in the dark", async ({
  person,
  newDocument,
}) => {
  const { id } = await newDocument({ markdown: "one **two** one" });
  const a = await person();
  await a.open(id);
  await press(a.page, "Control+h");
  const { field, says } = findBar(a);
  await field.fill("one");
  await expect(says).toHaveText("1 of 2");
  expect(await findingsInBoth(a.page)).toEqual([]);
});

test.describe("on a phone", () => {
  test("what is pressed in the find bar has 44 px, and the first line is not below it", async ({
    browser,
    server,
    newDocument,
  }) => {
    const { id } = await newDocument({ markdown: "one two" });
    const context = await browser.newContext({
      viewport: { width: 390, height: 844 },
      hasTouch: true,
      isMobile: true,
    });
    const page = await context.newPage();
    await page.goto(`${server.url}/d/${id}`);
    await page.getByRole("button", { name: "Document menu" }).tap();
    await page.getByRole("menuitem", { name: /Find and replace/ }).tap();
    const { bar, field, says, button, current } = findBar({ page, editor: page.locator(".ProseMirror") });
    await expect(field).toBeFocused();
    await button("Replace…").tap();
    await field.fill("one");
    await expect(says).toHaveText("1 of 1");
    for (const control of await bar.getByRole("button").all()) {
      const box = await control.boundingBox();
      expect(Math.min(box?.width ?? 0, box?.height ?? 0)).toBeGreaterThanOrEqual(44);
    }
    await expect
      .poll(async () => {
        const [barBox, hitBox] = [await bar.boundingBox(), await current.boundingBox()];
        return (hitBox?.y ?? 0) - (barBox?.y ?? 0) - (barBox?.height ?? 0);
      })
      .toBeGreaterThanOrEqual(0);
    await context.close();
  });
});
