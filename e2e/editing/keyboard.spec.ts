import type { Page } from "@playwright/test";
import { expect, test } from "../fixtures.ts";
import { press } from "../support/keys.ts";
import { outline } from "../support/outline.ts";
import { test as writingTest } from "./writing.ts";

const focused = (page: Page) => page.locator(":focus");

writingTest(
  "the text that has the focus again has the caret where it was, for the very next key",
  async ({ write }) => {
    const { page, editor, press, blocks } = await write("one two");
    await press("ArrowLeft");
    await editor.evaluate(async (text) => {
      const field = document.createElement("input");
      document.body.append(field);
      field.focus();
      field.select();
      text.focus();
      await Promise.resolve();
      document.execCommand("insertText", false, "!");
      field.remove();
    });
    expect(await blocks()).toEqual(["one tw!o"]);
    await page.keyboard.type("?");
    expect(await blocks()).toEqual(["one tw!?o"]);
  },
);

test("a document is made, titled, written, formatted and left by the keyboard alone", async ({
  person,
  server,
  content,
}) => {
  const a = await person();
  const { page } = a;
  await page.goto(server.url);
  const create = page.getByRole("button", { name: "New document" }).first();
  await expect(create).toBeVisible();
  await expect(async () => {
    await press(page, "Tab");
    await expect(create).toBeFocused({ timeout: 100 });
  }).toPass();
  await press(page, "Enter");

  await expect(a.title).toBeFocused();
  await page.keyboard.type("By hand\n");
  await expect(a.editor).toBeFocused();
  await page.keyboard.type("/heading 2\nPlan\n- one\n");
  await press(page, "Tab");
  await page.keyboard.type("below\n\n\n");
  await press(page, "Control+b");
  await page.keyboard.type("done");
  await a.saved();

  const id = new URL(page.url()).pathname.split("/").at(-1) ?? "";
  expect(outline(await content(id, "json"))).toEqual([
    "<h2>Plan",
    "<ul>one",
    "  <ul>below",
    "<strong>done</>",
  ]);

  await press(page, "Escape");
  await press(page, "Shift+Tab");
  await expect(a.title).toBeFocused();
  const back = page.getByRole("link", { name: "Back to the documents" });
  await expect(async () => {
    await press(page, "Shift+Tab");
    await expect(back).toBeFocused({ timeout: 100 });
  }).toPass();
  await press(page, "Enter");
  await expect(page.getByRole("link", { name: "By hand" }).first()).toBeVisible();
});

for (const { place, markdown } of [
  { place: "a paragraph", markdown: "text" },
  { place: "a list", markdown: "- one\n- two" },
  { place: "code", markdown: "```\ncode\n```" },
]) {
  writingTest(`Escape, then Tab or Shift+Tab, leaves the text from ${place}`, async ({ write }) => {
    const { press, editor, blocks } = await write(markdown);
    const before = await blocks();
    for (const key of ["Tab", "Shift+Tab"]) {
      await editor.focus();
      await press("Control+End");
      await press("Escape");
      await press(key);
      await expect(editor).not.toBeFocused();
    }
    expect(await blocks()).toEqual(before);
  });
}

writingTest(
  "Tab goes through the page and comes to the text again, so nothing traps it",
  async ({ write }) => {
    const { page, press, editor } = await write("- one\n\n```\ncode\n```\n\nend");
    await press("Escape");
    await press("Tab");
    await expect(editor).not.toBeFocused();
    await page.locator("body").evaluate((body) => {
      (document.activeElement as HTMLElement | null)?.blur();
      body.scrollTo(0, 0);
    });
    const reached: string[] = [];
    await expect(async () => {
      await press("Tab");
      reached.push(await focused(page).evaluate((element) => element.ariaLabel ?? element.textContent ?? ""));
      await expect(editor).toBeFocused({ timeout: 50 });
    }).toPass();
    expect(reached).toContain("Back to the documents");
    expect(reached).toContain("Document menu");
    expect(reached).toContain("Title");
  },
);

writingTest("what has the focus shows it", async ({ write }) => {
  const { page, press, title } = await write("text");
  await title.focus();
  await press("Shift+Tab");
  for (let stop = 0; stop < 3; stop++) {
    const ring = await focused(page).evaluate((element) => {
      const { outlineStyle, outlineWidth } = getComputedStyle(element);
      return { style: outlineStyle, width: Number.parseFloat(outlineWidth) };
    });
    expect(ring.style).not.toBe("none");
    expect(ring.width).toBeGreaterThanOrEqual(2);
    await press("Shift+Tab");
  }
});

writingTest("a link is made in the toolbar by the keyboard alone", async ({ write }) => {
  const { page, press, editor } = await write("one two");
  await press("Control+Shift+ArrowLeft");
  const toolbar = page.getByRole("toolbar");
  await expect(toolbar).toBeVisible();
  await press("Alt+F10");
  const link = toolbar.getByRole("button", { name: "Link" });
  await expect(async () => {
    await press("ArrowRight");
    await expect(link).toBeFocused({ timeout: 50 });
  }).toPass();
  await press("Enter");
  await expect(page.getByRole("textbox", { name: "Address" })).toBeFocused();
  await page.keyboard.type("example.org");
  await press("Enter");
  await expect(editor).toBeFocused();
  await expect(editor.getByRole("link", { name: "two" })).toHaveAttribute("href", /example\.org/);
});

writingTest("the toolbar is reached from the text and left for it by the keyboard", async ({ write }) => {
  const { page, press, editor, blocks } = await write("one two");
  await press("Control+Shift+ArrowLeft");
  const toolbar = page.getByRole("toolbar");
  await expect(toolbar).toBeVisible();
  await press("Alt+F10");
  await expect(toolbar.locator(":focus")).toBeVisible();
  const italic = toolbar.getByRole("button", { name: "Italic" });
  await expect(async () => {
    await press("ArrowRight");
    await expect(italic).toBeFocused({ timeout: 100 });
  }).toPass();
  await press("Enter");
  expect(await blocks()).toEqual(["one <em>two</>"]);
  await press("Escape");
  await expect(editor).toBeFocused();
});

for (const { opener, opens } of [
  { opener: "Document menu", opens: "menu" },
  { opener: /change name/, opens: "dialog" },
] as const) {
  writingTest(
    `Escape shuts the ${opens} that a key has opened, and its opener has the focus again`,
    async ({ write }) => {
      const { page, press } = await write("text");
      const button = page.getByRole("button", { name: opener });
      for (const key of ["Enter", "Space"]) {
        await button.focus();
        await press(key);
        const popup = page.getByRole(opens);
        await expect(popup).toBeVisible();
        const hasFocus = () => popup.evaluate((element) => element.contains(document.activeElement));
        await expect.poll(hasFocus, "the focus went along").toBe(true);
        await press("Escape");
        await expect(popup).toHaveCount(0);
        await expect(button).toBeFocused();
      }
    },
  );
}
