import type { Page } from "@playwright/test";
import { expect, test } from "../editing/writing.ts";
import { contrastOf } from "../support/contrast.ts";

/** Opens the colours by the keyboard, in the toolbar of what is selected. */
async function openColours(page: Page, press: (key: string) => Promise<void>): Promise<void> {
  const toolbar = page.getByRole("toolbar");
  await expect(toolbar).toBeVisible();
  await press("Alt+F10");
  // It takes the focus a moment later, and would take it from the button.
  await expect(toolbar.locator(":focus")).toBeAttached();
  await toolbar.getByRole("button", { name: "Colours" }).focus();
  await press("Enter");
}

test("words get a hue and a highlight by the keyboard alone, and the pens keep them", async ({ write }) => {
  const { page, press, editor, blocks } = await write("red green");
  await press("Control+Shift+ArrowLeft");
  await openColours(page, press);
  const hues = page.getByRole("dialog", { name: "Colours" });
  await expect(
    hues.getByRole("group", { name: "Text colour" }).getByRole("button", { name: "None" }),
  ).toBeFocused();
  await press("ArrowDown");
  await expect(
    hues.getByRole("group", { name: "Highlight" }).getByRole("button", { name: "None" }),
  ).toBeFocused();
  for (let step = 0; step < 5; step++) await press("ArrowRight");
  await press("Enter");
  await expect(hues).toBeHidden();
  await expect(editor).toBeFocused();
  expect(await blocks()).toEqual(["red <highlight green>green</>"]);
  expect(await contrastOf(editor.locator("mark"))).toBeGreaterThan(4.5);

  await press("Home", "Control+Shift+ArrowRight", "Control+Shift+h");
  await press("Control+Alt+Shift+h");
  expect(await blocks()).toEqual(["<highlight green color red>red</> <highlight green>green</>"]);
});

test("the arrow keys go to the hue that stands there, also in a page from right to left", async ({
  write,
}) => {
  const { page, press } = await write("red");
  await page.evaluate(() => document.documentElement.setAttribute("dir", "rtl"));
  await press("Control+Shift+ArrowLeft");
  await openColours(page, press);
  const text = page.getByRole("dialog", { name: "Colours" }).getByRole("group", { name: "Text colour" });
  const [none, grey] = [text.getByRole("button").first(), text.getByRole("button").nth(1)];
  await expect(none).toBeFocused();
  const left = async (swatch: typeof none) => (await swatch.boundingBox())?.x ?? 0;
  expect(await left(grey)).toBeLessThan(await left(none));
  await press("ArrowLeft");
  await expect(grey).toBeFocused();
  await press("ArrowRight");
  await expect(none).toBeFocused();
});
