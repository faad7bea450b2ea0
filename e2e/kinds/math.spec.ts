import { expect, test } from "../editing/writing.ts";

test("a formula is typed between dollar signs and drawn; a click or Enter on it opens its TeX, the keys alone do", async ({
  write,
}) => {
  const { page, press, editor, blocks } = await write("so");
  await page.keyboard.type(" $x^2$ costs $5 and $6");
  expect(await blocks()).toEqual(["so <math x^2> costs $5 and $6"]);
  await expect(editor.locator("math msup")).toBeVisible();

  const field = page.getByRole("textbox", { name: "Formula, in TeX" });
  await editor.locator(".quire-math").click();
  await expect(field).toBeFocused();
  await page.keyboard.type("\\frac{1}{2}");
  await expect(page.locator(".quire-thing-drawn mfrac")).toBeVisible();
  // It takes its place once it is drawn.
  await expect(async () => {
    const [form, formula] = await Promise.all(
      [page.locator(".quire-thing-form"), editor.locator(".quire-math")].map((each) => each.boundingBox()),
    );
    expect(Math.abs((form?.x ?? 0) - (formula?.x ?? 0))).toBeLessThan(40);
    expect((form?.y ?? 0) - (formula?.y ?? 0)).toBeLessThan(80);
  }).toPass({ timeout: 30_000 });
  await press("Enter");
  await expect(field).toBeHidden();
  await expect(editor).toBeFocused();
  await expect(editor.locator("math mfrac")).toBeVisible();
  await page.keyboard.type("!");
  expect(await blocks()).toEqual(["so <math \\frac{1}{2}>! costs $5 and $6"]);

  // Onto it and in by the keys, out by Escape.
  await press("ArrowLeft", "ArrowLeft", "Enter");
  await expect(field).toBeFocused();
  await page.keyboard.type("y");
  await press("Escape");
  await expect(editor).toBeFocused();
  expect(await blocks()).toEqual(["so <math \\frac{1}{2}>! costs $5 and $6"]);
});

test("an empty formula comes by the slash menu and asks what it is to say; a date is changed in its own form", async ({
  write,
}) => {
  const { page, press, editor, blocks } = await write("so");
  await page.keyboard.type(" /formula");
  await expect(page.getByRole("option", { name: "Formula" })).toHaveAttribute("aria-selected", "true");
  await press("Enter");
  await expect(page.getByRole("textbox", { name: "Formula, in TeX" })).toBeFocused();
  await page.keyboard.type("a_1");
  await press("Enter");
  await page.keyboard.type(" on @2026-11-22");
  expect(await blocks()).toEqual(["so <math a_1> on <date 2026-11-22>"]);

  await press("ArrowLeft", "Enter");
  const day = page.getByLabel("Date", { exact: true }).and(page.locator("input"));
  await expect(day).toBeFocused();
  await day.fill("2027-01-31");
  await page.getByRole("button", { name: "Done" }).click();
  await expect(editor.getByRole("time")).toHaveText("31 January 2027");
  await expect(editor).toBeFocused();
  expect(await blocks()).toEqual(["so <math a_1> on <date 2027-01-31>"]);
});
