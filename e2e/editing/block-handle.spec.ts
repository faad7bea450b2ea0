import type { Locator, Page } from "@playwright/test";
import { lineOf, type Tab } from "../fixtures.ts";
import { canType, drawn } from "../support/person.ts";
import { agree } from "../support/shown.ts";
import { expect, test } from "./writing.ts";

const gripOf = (page: Page) => page.getByRole("button", { name: "Block menu", includeHidden: true });
const lineAt = (page: Page) => page.locator(".drop-line");

interface Box {
  readonly left: number;
  readonly top: number;
  readonly right: number;
  readonly bottom: number;
}

function boxOf(locator: Locator): Promise<Box> {
  return locator.evaluate((element) => {
    const { left, top, right, bottom } = element.getBoundingClientRect();
    return { left, top, right, bottom };
  });
}

/** The line that says this, beside somebody's name or without. */
function lineWith(editor: Locator, words: string): Locator {
  return editor.getByText(new RegExp(`^${words}(Ben)?$`));
}

/** Points at a block's words, and waits until its handle stands beside it. */
async function pointAt({ page, editor }: Pick<Tab, "page" | "editor">, words: string): Promise<void> {
  const block = lineWith(editor, words);
  await block.scrollIntoViewIfNeeded();
  let nudge = 0;
  await expect
    .poll(async () => {
      const { left, top } = await boxOf(block);
      // What draws it is fetched when the pointer first comes; hands never hold still.
      nudge = 1 - nudge;
      await page.mouse.move(left + 20 + nudge, top + 10);
      if (!(await gripOf(page).isVisible())) return false;
      const grip = await boxOf(gripOf(page));
      return Math.abs((grip.top + grip.bottom) / 2 - top) < 40;
    })
    .toBe(true);
}

/** Takes a block by its grip to a place beside another one, and does not let go of it. */
async function carry(
  tab: Pick<Tab, "page" | "editor">,
  words: string,
  where: "above" | "below",
  other: string,
): Promise<void> {
  const { page, editor } = tab;
  await pointAt(tab, words);
  const grip = await boxOf(gripOf(page));
  await page.mouse.move((grip.left + grip.right) / 2, (grip.top + grip.bottom) / 2);
  await page.mouse.down();
  const { top, bottom } = await boxOf(lineWith(editor, other));
  const y = where === "above" ? top + 3 : bottom - 3;
  await page.mouse.move((grip.left + grip.right) / 2, y, { steps: 6 });
  await expect(lineAt(page)).toHaveCount(1);
}

const kinds = `Plain

## Head

- item
  - deeper

> [!TIP]
> noted

:::toggle
Fold

Under
:::

\`\`\`
code
\`\`\``;

test("ED-12 the handle is there in the second frame after the pointer is, beside the block and not on it", async ({
  write,
}) => {
  const a = await write(kinds);
  for (const words of ["Plain", "Head", "item", "deeper", "noted", "Fold", "Under", "code"]) {
    await pointAt(a, words); // its code is here
    await a.page.mouse.move(1, 1);
    await expect(gripOf(a.page)).toBeHidden();
    const line = lineWith(a.editor, words);
    const isThere = await line.evaluate(async (element) => {
      const { left, top } = element.getBoundingClientRect();
      const at = { clientX: left + 4, clientY: top + 8, bubbles: true, pointerType: "mouse" };
      element.dispatchEvent(new PointerEvent("pointermove", at));
      for (let frame = 0; frame < 2; frame++) await new Promise(requestAnimationFrame);
      return document.querySelector(".hand-grip")?.checkVisibility({ visibilityProperty: true });
    });
    expect(isThere, words).toBe(true);
    const [grip, text] = [await boxOf(gripOf(a.page)), await boxOf(line)];
    expect(grip.right, words).toBeLessThanOrEqual(text.left);
    expect(grip.top, words).toBeLessThan(text.bottom);
    expect(grip.bottom, words).toBeGreaterThan(text.top);
  }
});

test("ED-12 a block that is dragged is shown by one line where it would go, and goes there, once, while somebody types in it", async ({
  person,
  newDocument,
  content,
}) => {
  const { id } = await newDocument({ markdown: "first\n\nsecond\n\nthird\n\nlast" });
  const [ada, ben] = await Promise.all([person("Ada"), person("Ben")]);
  const lines = await Promise.all([lineOf(ada.page), lineOf(ben.page)]);
  await Promise.all([ada.open(id), ben.open(id)]);
  await ben.editor.getByText("first").click();
  await ben.page.keyboard.press("End");
  await ben.page.keyboard.type(" one");
  await ada.reads(/^first one/);

  await carry(ada, "first one", "below", "third");
  // While it is in the air Ben goes on, and is heard; and puts a line above it.
  await ben.page.keyboard.type(" more");
  await ada.reads(/^first one more/);
  await expect(lineAt(ada.page)).toHaveCount(1);
  for (const line of lines) line.hold();
  await ben.page.keyboard.type(" unheard");
  await ben.reads(/^first one more unheard/);
  await ada.page.mouse.up();
  await expect(lineAt(ada.page)).toHaveCount(0);
  await ada.reads("second\nthird\nfirst one more\nlast");
  for (const line of lines) line.release();

  for (const tab of [ada, ben]) await tab.reads("second\nthird\nfirst one more unheard\nlast");
  await agree([ada, ben]);
  await ben.page.keyboard.type("!");
  await ada.reads(/\nfirst one more unheard!\n/);
  await Promise.all([ada.saved(), ben.saved()]);
  expect(await content(id)).toBe("second\nthird\nfirst one more unheard!\nlast");
  await ada.editor.focus();
  await ada.page.keyboard.press("Control+z");
  await ben.reads(/^first one more/);
});

test("ED-12 Escape, and a drop outside of the text, move nothing", async ({ write }) => {
  const a = await write("first\n\nsecond\n\nthird");
  await carry(a, "first", "below", "third");
  await a.page.keyboard.press("Escape");
  await expect(lineAt(a.page)).toHaveCount(0);
  await a.page.mouse.up();
  await carry(a, "first", "below", "third");
  await a.page.mouse.move(600, 4, { steps: 3 });
  await expect(lineAt(a.page)).toHaveCount(0);
  await a.page.mouse.up();
  expect(await a.blocks()).toEqual(["first", "second", "third"]);
});

test("ED-12 blocks go into and out of what holds blocks, an item with what hangs under it, and all that is selected", async ({
  write,
}) => {
  const a = await write("- item\n  - under\n\nplain\n\n> [!TIP]\n> noted\n> \n> more\n\nend");
  await carry(a, "item", "below", "noted");
  await a.page.mouse.up();
  expect(await a.blocks()).toEqual([
    "plain",
    "<callout tip>",
    "| noted",
    "| <ul>item",
    "|   <ul>under",
    "| more",
    "end",
  ]);
  await carry(a, "noted", "above", "plain");
  await a.page.mouse.up();
  expect(await a.blocks()).toEqual([
    "noted",
    "plain",
    "<callout tip>",
    "| <ul>item",
    "|   <ul>under",
    "| more",
    "end",
  ]);
  await a.editor.getByText("noted").click();
  await a.press("Home", "Shift+ArrowDown", "Shift+End");
  await carry(a, "plain", "below", "end");
  await a.page.mouse.up();
  expect(await a.blocks()).toEqual([
    "<callout tip>",
    "| <ul>item",
    "|   <ul>under",
    "| more",
    "end",
    "noted",
    "plain",
  ]);
});

test("ED-12 the text scrolls while a block is held at its edge", async ({ write }) => {
  const a = await write(Array.from({ length: 60 }, (_, index) => `Line ${index}.`).join("\n\n"));
  await a.press("Control+Home");
  await pointAt(a, "Line 1.");
  await gripOf(a.page).hover();
  await a.page.mouse.down();
  const { bottom } = await boxOf(a.page.getByRole("main"));
  await a.page.mouse.move(300, bottom - 6, { steps: 5 });
  await expect(a.editor.getByText("Line 59.", { exact: true })).toBeInViewport();
  await a.page.mouse.up();
  const blocks = await a.blocks();
  expect(blocks.indexOf("Line 1.")).toBeGreaterThan(20);
  expect(blocks.filter((block) => block === "Line 1.")).toHaveLength(1);
});

test("ED-12 the sign beside the grip opens the slash menu in a new line below the block", async ({
  write,
}) => {
  const a = await write("first\n\nsecond");
  await pointAt(a, "first");
  await a.page.getByRole("button", { name: "Add a block below" }).click();
  await expect(a.page.getByRole("listbox", { name: "Insert a block" })).toBeVisible();
  await a.page.keyboard.type("heading 2");
  await a.page.keyboard.press("Enter");
  await a.page.keyboard.type("between");
  expect(await a.blocks()).toEqual(["first", "<h2>between", "second"]);
});

test("ED-12 the block's menu is reached and used by the keyboard alone, and leads back into the text", async ({
  write,
}) => {
  const a = await write("first\n\nsecond");
  await expect(gripOf(a.page)).toBeAttached(); // its code is here
  await a.press("Alt+Enter");
  const menu = a.page.getByRole("menu", { name: "Block menu" });
  await expect(menu).toBeVisible();
  await expect.poll(() => menu.evaluate((element) => element.contains(document.activeElement))).toBe(true);
  await a.press("ArrowDown");
  await expect(menu.getByRole("menuitem", { name: "Turn into" })).toBeFocused();
  await a.press("ArrowRight");
  await expect(a.page.getByRole("menuitem", { name: "Text" })).toBeFocused();
  await a.page.keyboard.type("Quote");
  await expect(a.page.getByRole("menuitem", { name: "Quote", exact: true })).toBeFocused();
  await a.press("Enter");
  await expect(menu).toBeHidden();
  await expect(a.editor).toBeFocused();
  await a.page.keyboard.type("!");
  expect(await a.blocks()).toEqual(["first", "<quote>second!"]);
  await a.press("Alt+ArrowUp");
  expect(await a.blocks()).toEqual(["<quote>second!", "first"]);
});

test("ED-12 Alt+Enter before the handle is here opens its menu when it is", async ({
  person,
  newDocument,
}) => {
  const { id } = await newDocument({ markdown: "words" });
  const ada = await person("Ada");
  const answer = Promise.withResolvers<void>();
  await ada.page.route(/\/assets\/text-tools-/, async (route) => {
    await answer.promise;
    await route.continue();
  });
  // The page asks for it before it counts as loaded, which then waits for the answer.
  const opened = ada.open(id);
  await expect(ada.editor).toHaveAttribute("contenteditable", "true", { timeout: 60_000 });
  await ada.editor.focus();
  await ada.page.keyboard.press("Alt+Enter");
  answer.resolve();
  await opened;
  await expect(ada.page.getByRole("menuitem", { name: "Duplicate" })).toBeVisible();
  await ada.page.keyboard.press("Escape");
  await expect(ada.editor).toBeFocused();
});

test("ED-12 a link to a block leads to it, and marks it", async ({ write, person }) => {
  const a = await write(`${Array.from({ length: 60 }, (_, index) => `Line ${index}.`).join("\n\n")}`);
  await a.context.grantPermissions(["clipboard-read", "clipboard-write"]);
  await pointAt(a, "Line 43.");
  await gripOf(a.page).click();
  await a.page.getByRole("menuitem", { name: "Copy link to block" }).click();
  await expect(a.page.getByText("Link copied")).toBeVisible();
  const address = await a.page.evaluate(() => navigator.clipboard.readText());
  await a.saved();
  expect(address).toContain(`/d/${a.documentId}#`);

  const b = await person();
  // It is marked for a moment: what was is put down.
  await b.page.addInitScript(() => {
    const marked: string[] = [];
    Object.assign(window, { marked });
    const { animate } = Element.prototype;
    Element.prototype.animate = function (...how) {
      if (this.closest(".ProseMirror")) marked.push(this.textContent);
      return animate.apply(this, how);
    };
  });
  await b.page.goto(address);
  const line = b.editor.locator("p", { hasText: /^Line 43\./ });
  await expect(line).toBeInViewport();
  const marked = () => b.page.evaluate(() => Reflect.get(window, "marked"));
  await expect.poll(marked).toEqual([expect.stringMatching(/^Line 43\./)]);
});

test("ED-12 where fingers write the handle stands beside the caret's block: a tap opens its menu, and it is drawn elsewhere", async ({
  browser,
  newDocument,
  server,
  content,
}) => {
  const { id } = await newDocument({ markdown: "first\n\nsecond\n\nthird" });
  const context = await browser.newContext({
    viewport: { width: 390, height: 844 },
    hasTouch: true,
    isMobile: true,
  });
  const page = await context.newPage();
  await page.goto(`${server.url}/d/${id}`);
  const editor = page.locator(".ProseMirror");
  await canType(page);
  await editor.getByText("first").tap();
  await expect(gripOf(page)).toBeVisible();
  await gripOf(page).tap();
  await page.getByRole("menuitem", { name: "Move down" }).tap();
  await expect(editor.locator("p")).toHaveText(["second", "first", "third"]);
  // The handle follows its block, and the menu goes, with the next frame.
  await drawn(page);

  const [grip, third] = [await boxOf(gripOf(page)), await boxOf(editor.getByText("third"))];
  const fingers = await context.newCDPSession(page);
  const touch = (type: "touchStart" | "touchMove" | "touchEnd", y?: number) =>
    fingers.send("Input.dispatchTouchEvent", {
      type,
      touchPoints: y === undefined ? [] : [{ x: (grip.left + grip.right) / 2, y }],
    });
  await touch("touchStart", (grip.top + grip.bottom) / 2);
  for (let y = grip.bottom; y < third.bottom; y += 6) await touch("touchMove", y);
  await touch("touchMove", third.bottom - 2);
  await expect(lineAt(page)).toHaveCount(1);
  await touch("touchEnd");
  await expect(editor.locator("p")).toHaveText(["second", "third", "first"]);
  await expect(page.getByRole("status")).toHaveText("Saved");
  expect(await content(id)).toBe("second\nthird\nfirst");
  await context.close();
});
