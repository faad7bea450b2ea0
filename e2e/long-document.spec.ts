import type { Page } from "@playwright/test";
import { expect, type Tab, test } from "./fixtures.ts";
import { fetched } from "./support/fetched.ts";
import { press } from "./support/keys.ts";
import { drawn } from "./support/person.ts";

const sentence = "walked at first light, and written down before the mist had gone.";
/** One block of each kind, then as many plain ones as make the document a long one. */
const kinds = {
  paragraph: `A paragraph, ${sentence}`,
  heading: "## A heading",
  bullet: `- An item, ${sentence}`,
  numbered: `1. A numbered item, ${sentence}`,
  task: `- [ ] A task, ${sentence}`,
  quote: `> A quote, ${sentence}`,
  code: "```\nconst code = 1;\n```",
};
const plain = Array.from({ length: 400 }, (_, index) => `Paragraph ${index} of the survey, ${sentence}`);
const markdown = [...Object.values(kinds), ...plain].join("\n\n");
const words = " and more words than there is room for in a line".repeat(3);

/** By how many pixels the first 30 blocks stand elsewhere than where they would without a kept height. */
const shift = (page: Page) =>
  page.evaluate(() => {
    const kept = [...document.querySelectorAll(".quire-kept")];
    const blocks = [...document.querySelectorAll(".ProseMirror > *")].slice(0, 30);
    const tops = () => blocks.map((block) => block.getBoundingClientRect().top);
    const shown = tops();
    for (const frame of kept) frame.classList.remove("quire-kept");
    const own = tops();
    for (const frame of kept) frame.classList.add("quire-kept");
    return Math.max(...shown.map((top, index) => Math.abs(top - (own[index] ?? 0))));
  });

/** Resolves when heights are kept from then on, and no font comes any more that makes lines of others. */
async function ready(page: Page): Promise<void> {
  await fetched(page, "kept-heights");
  await page.evaluate(() => document.fonts.ready);
}

/** Puts the caret at the end of a block. */
async function goToBlock({ page, editor }: Tab, index: number): Promise<void> {
  const text = editor
    .locator(":scope > *")
    .nth(index)
    .locator("p, code")
    .or(editor.locator(":scope > *").nth(index));
  await text.last().click();
  await press(page, "End");
}

const kept = ({ editor }: Tab, index: number) => {
  const block = editor.locator(":scope > *").nth(index);
  return block.and(editor.locator(".quire-kept")).or(block.locator(".quire-kept"));
};

test("in a long document each kind of block is as high as its lines, also while its height is kept", async ({
  person,
  newDocument,
}) => {
  const { id } = await newDocument({ markdown });
  const [ada, ben] = await Promise.all([person("Ada"), person("Ben")]);
  await Promise.all([ada.open(id), ben.open(id)]);
  await Promise.all([ada, ben].map(({ page }) => ready(page)));
  for (const [index, kind] of Object.keys(kinds).entries()) {
    await goToBlock(ada, index);
    await ada.page.keyboard.type("x");
    await expect(kept(ada, index), kind).toBeAttached();
    await expect(kept(ben, index), `${kind}, the other's page`).toBeAttached();
    await ada.page.keyboard.insertText(words);
    await drawn(ada.page);
    expect(await shift(ada.page), `${kind} with more lines`).toBeLessThan(0.6);
    await ada.page.keyboard.press("Control+z");
    await drawn(ada.page);
    expect(await shift(ada.page), `${kind} with fewer lines`).toBeLessThan(0.6);
    await expect(kept(ada, index), `${kind}, kept anew`).toBeAttached();
    await expect(kept(ben, index), `${kind}, kept anew in the other's page`).toBeAttached();
    for (const { page } of [ada, ben]) expect(await shift(page), `${kind}, kept`).toBeLessThan(0.6);
  }
  for (const width of [390, 1400]) {
    await ada.page.setViewportSize({ width, height: 800 });
    await expect.poll(() => shift(ada.page), `${width} pixels wide`).toBeLessThan(0.6);
  }
});

test("in a long document what a page is used for besides works while a height is kept", async ({
  person,
  newDocument,
}) => {
  const { id } = await newDocument({ markdown });
  const ada = await person("Ada");
  await ada.context.grantPermissions(["clipboard-read", "clipboard-write"]);
  await ada.open(id);
  await ready(ada.page);
  const { page, editor } = ada;
  await goToBlock(ada, 0);
  await page.keyboard.type("x");
  await expect(kept(ada, 0)).toBeAttached();

  await page.keyboard.press("Control+End");
  await expect(editor.locator(":scope > *").last()).toBeInViewport();
  await page.keyboard.type("the end");
  await expect(editor.locator(":scope > *").last()).toContainText("the end");
  await page.keyboard.press("Control+Home");
  await expect(editor.locator(":scope > *").first()).toBeInViewport();
  await page.keyboard.press("PageDown");
  await expect(editor.locator(":scope > *").first()).not.toBeInViewport();

  // From the block below into the kept one and out of it again.
  await goToBlock(ada, 1);
  await press(page, "ArrowUp", "End");
  await page.keyboard.type("y");
  await expect(editor.locator(":scope > *").first()).toHaveText(/xy$/);
  await press(page, "ArrowDown", "End");
  await page.keyboard.type("z");
  await expect(editor.locator(":scope > *").nth(1)).toHaveText(/z$/);

  await press(page, "Control+Home", "Control+Shift+End", "Control+c");
  const copied = await page.evaluate(() => navigator.clipboard.readText());
  for (const part of ["A paragraph", "A quote", "Paragraph 0 of", "Paragraph 399 of"])
    expect(copied).toContain(part);

  const found = await page.evaluate(() => {
    getSelection()?.removeAllRanges();
    // What a browser's own search does; no type knows of it.
    const find: unknown = Reflect.get(window, "find");
    return typeof find === "function" && find.call(window, "Paragraph 350 of") && getSelection()?.toString();
  });
  expect(found).toBe("Paragraph 350 of");

  const session = await page.context().newCDPSession(page);
  const { nodes } = await session.send("Accessibility.getFullAXTree");
  const read = nodes.filter(
    ({ role, name }) => role?.value === "StaticText" && /^Paragraph \d+ of/.test(name?.value),
  );
  expect(read, "what a screen reader reads").toHaveLength(plain.length);
});

test("in a long document a printed block is as high as its lines on paper", async ({
  person,
  newDocument,
}) => {
  const { id } = await newDocument({ markdown });
  const ada = await person("Ada");
  await ada.open(id);
  await ready(ada.page);
  await goToBlock(ada, 0);
  await ada.page.keyboard.type("x");
  await expect(kept(ada, 0)).toBeAttached();
  await ada.page.emulateMedia({ media: "print" });
  const heights = await ada.editor.evaluate((text) => {
    const block = text.firstElementChild as HTMLElement;
    const height = block.offsetHeight;
    block.style.inlineSize = "200px";
    return { height, narrow: block.offsetHeight };
  });
  expect(heights.narrow, "more lines where there is less room").toBeGreaterThan(heights.height * 2);
});

test("in a long document what is read stays where it is while somebody writes more lines above", async ({
  person,
  newDocument,
}) => {
  const { id } = await newDocument({ markdown });
  const [ada, ben] = await Promise.all([person("Ada"), person("Ben")]);
  await Promise.all([ada.open(id), ben.open(id)]);
  await Promise.all([ada, ben].map(({ page }) => ready(page)));
  await goToBlock(ada, 0);
  await ada.page.keyboard.type("x");
  await expect(kept(ben, 0)).toBeAttached();
  const line = ben.editor.getByText("Paragraph 200 of");
  await line.evaluate((element) => element.scrollIntoView({ block: "center" }));
  const place = () => line.evaluate((element) => element.getBoundingClientRect().top);
  await drawn(ben.page);
  const before = await place();
  const height = (tab: Tab) => tab.editor.evaluate((text) => text.scrollHeight);
  const tall = await height(ben);
  await ada.page.keyboard.insertText(words);
  await expect.poll(() => height(ben)).toBeGreaterThan(tall);
  await drawn(ben.page);
  // Browsers put whole pixels right.
  expect(Math.abs((await place()) - before)).toBeLessThan(2);
});
