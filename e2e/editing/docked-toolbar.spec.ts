import { canType } from "../support/person.ts";
import { expect, test } from "./writing.ts";

test("ED-13 the toolbar can stand above the text: it stays there after a reload, has every command, and covers no line that is written in", async ({
  write,
}) => {
  const a = await write(Array.from({ length: 40 }, (_, line) => `Line ${line}`).join("\n\n"));
  const { page, press, editor } = a;
  await press("Shift+Home");
  await page.getByRole("button", { name: "Dock the toolbar above the text" }).click();
  const toolbar = page.getByRole("toolbar", { name: "Formatting" });
  await expect(toolbar).toBeVisible();
  await page.reload();
  await expect(toolbar).toBeVisible();
  await expect(toolbar.getByRole("button", { name: "Undo" })).toBeVisible();
  await canType(page);

  await editor.getByText("Line 39").click();
  await press("Control+Home", "Shift+End");
  await toolbar.getByRole("button", { name: "Bold" }).click();
  await expect(editor.locator("strong")).toHaveText("Line 0");
  for (let line = 0; line < 30; line++) await press("ArrowDown");
  for (let line = 0; line < 28; line++) await press("ArrowUp");
  const { caret, bar } = await page.evaluate(() => ({
    caret: getSelection()?.getRangeAt(0).getBoundingClientRect().top ?? 0,
    bar: document.querySelector(".docked")?.getBoundingClientRect().bottom ?? 0,
  }));
  expect(caret).toBeGreaterThanOrEqual(bar);

  // By the keyboard: its key leads there, arrows along it, Escape back.
  await press("Alt+F10");
  await expect(toolbar.getByRole("button").first()).toBeFocused();
  await page.keyboard.press("ArrowRight");
  await expect(toolbar.getByRole("button", { name: "Bold" })).toBeFocused();
  await page.keyboard.press("Escape");
  await expect(editor).toBeFocused();

  // What has no room is behind More.
  await page.locator(".docked").evaluate((bar) => Object.assign(bar.style, { inlineSize: "460px" }));
  const more = toolbar.getByRole("button", { name: "More" });
  await expect(toolbar.getByRole("button", { name: "Divider" })).toHaveCount(0);
  await more.click();
  await page.getByRole("menuitem", { name: "Divider" }).click();
  await expect(editor.locator("hr")).toHaveCount(1);
  await more.click();
  await page.getByRole("menuitem", { name: "Let the toolbar float" }).click();
  await expect(page.locator(".docked")).toHaveCount(0);
});
