import type { Page } from "@playwright/test";
import { expect, test } from "./writing.ts";

test.use({ keepsPage: true });

const menuOf = (page: Page) => page.getByRole("listbox");

test("ED-13 the slash menu opens on / at the start of a block", async ({ write }) => {
  const { page } = await write();
  await page.keyboard.type("/");
  await expect(menuOf(page)).toBeVisible();
  await expect(menuOf(page).getByRole("option").first()).toHaveAttribute("aria-selected", "true");
});

test("ED-13 the slash menu opens on / after a space", async ({ write }) => {
  const { page } = await write("words");
  await page.keyboard.type(" /");
  await expect(menuOf(page)).toBeVisible();
});

test("ED-13 the slash menu stays shut on / after a letter", async ({ write }) => {
  const { page, blocks } = await write();
  await page.keyboard.type("and/");
  expect(await blocks()).toEqual(["and/"]);
  await expect(menuOf(page)).toHaveCount(0);
});

test("ED-13 the slash menu filters by what is typed, and Enter applies the chosen one", async ({ write }) => {
  const { page, press, blocks } = await write();
  await page.keyboard.type("/");
  await expect(menuOf(page)).toBeVisible();
  const all = await menuOf(page).getByRole("option").count();
  await page.keyboard.type("head");
  await expect(menuOf(page).getByRole("option")).toHaveText([
    ...Array(6).fill(/Heading \d/),
    /Table of contents/,
  ]);
  expect(all).toBeGreaterThan(6);
  await press("ArrowDown");
  await expect(menuOf(page).getByRole("option", { selected: true })).toHaveText(/Heading 2/);
  await press("Enter");
  await expect(menuOf(page)).toHaveCount(0);
  await page.keyboard.type("Title");
  expect(await blocks()).toEqual(["<h2>Title"]);
});

test("ED-13 the slash menu finds blocks by other words for them", async ({ write }) => {
  const { page, blocks } = await write();
  await page.keyboard.type("/todo\n");
  await page.keyboard.type("buy bread");
  expect(await blocks()).toEqual(["<task>buy bread"]);
});

test("ED-13 a click in the slash menu applies the block and leaves the focus in the text", async ({
  write,
}) => {
  const { page, editor, blocks } = await write();
  await page.keyboard.type("/quote");
  await menuOf(page).getByRole("option", { name: "Quote" }).click();
  await expect(editor).toBeFocused();
  await page.keyboard.type("said");
  expect(await blocks()).toEqual(["<quote>said"]);
});

test("ED-13 what the slash menu applied is undone in one step, the typed words with it", async ({
  write,
}) => {
  const { page, press, blocks } = await write("words");
  await page.keyboard.type(" /quote");
  await press("Enter");
  expect(await blocks()).toEqual(["<quote>words "]);
  await press("Control+z");
  expect(await blocks()).toEqual(["words /quote"]);
});

test("ED-13 Escape shuts the slash menu, keeps the typed text, and it stays shut", async ({ write }) => {
  const { page, press, editor, blocks } = await write();
  await page.keyboard.type("/head");
  await expect(menuOf(page)).toBeVisible();
  await press("Escape");
  await expect(menuOf(page)).toHaveCount(0);
  await expect(editor).toBeFocused();
  await page.keyboard.type("ing on");
  expect(await blocks()).toEqual(["/heading on"]);
  await expect(menuOf(page)).toHaveCount(0);
});

test("ED-13 the slash menu shuts when what is typed names no block", async ({ write }) => {
  const { page, blocks } = await write();
  await page.keyboard.type("/etc and so on");
  expect(await blocks()).toEqual(["/etc and so on"]);
  await expect(menuOf(page)).toHaveCount(0);
});

test("ED-13 the slash menu is absent in code", async ({ write }) => {
  const { page, blocks } = await write("```\ncode\n```");
  await page.keyboard.type("\n/head");
  expect(await blocks()).toEqual(["<code>code\n/head"]);
  await expect(menuOf(page)).toHaveCount(0);
});

test("ED-13 the slash menu stays in the window at its lower edge", async ({ write }) => {
  const { page, press } = await write(Array.from({ length: 60 }, (_, line) => `line ${line}`).join("\n\n"));
  await page.keyboard.type("\n/");
  await expect(menuOf(page)).toBeVisible();
  await expect(menuOf(page)).toBeInViewport({ ratio: 1 });
  await press("ArrowUp");
  await expect(menuOf(page).getByRole("option", { selected: true })).toBeInViewport({ ratio: 1 });
});

test("ED-13 the slash menu shows every block at once where the window is tall enough", async ({ write }) => {
  const { page } = await write();
  await page.setViewportSize({ width: 1440, height: 1600 });
  await page.keyboard.type("/");
  await expect(menuOf(page)).toBeVisible();
  for (const option of await menuOf(page).getByRole("option").all())
    await expect(option).toBeInViewport({ ratio: 1 });
});

test("ED-13 the slash menu is cut through a row where it goes on below", async ({ write }) => {
  const { page, press } = await write();
  for (const height of [420, 500, 560]) {
    await page.setViewportSize({ width: 1000, height });
    await page.keyboard.type("/");
    const list = menuOf(page);
    await expect(list).toBeInViewport({ ratio: 1 });
    const isCut = () =>
      list.evaluate((shown) => {
        const { bottom } = shown.getBoundingClientRect();
        const rows = [...shown.querySelectorAll("[role=option]")].map((row) => row.getBoundingClientRect());
        const row = rows.find((box) => box.top < bottom && box.bottom > bottom);
        const part = row && (bottom - row.top) / row.height;
        return part !== undefined && part > 0.3 && part < 0.7;
      });
    // It finds its height once it is there.
    await expect.poll(isCut, `in a window ${height} px tall`).toBe(true);
    await press("Escape", "Backspace");
    await expect(list).toHaveCount(0);
  }
});
