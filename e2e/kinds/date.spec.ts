import { expect, test } from "../editing/writing.ts";

test("a date comes by @ and the keys, which then go over it as one thing; Backspace takes it whole", async ({
  write,
}) => {
  const { page, press, editor, blocks } = await write("due");
  await page.keyboard.type(" @24 dec 2027");
  await expect(page.getByRole("option", { name: "24 December 2027" })).toHaveAttribute(
    "aria-selected",
    "true",
  );
  await press("Enter");
  await page.keyboard.type("!");
  expect(await blocks()).toEqual(["due <date 2027-12-24>!"]);
  await expect(editor.getByRole("time")).toHaveText("24 December 2027");

  // Onto it, before it, and back behind it.
  await press("ArrowLeft", "ArrowLeft", "ArrowLeft");
  await page.keyboard.type("on ");
  await press("ArrowRight", "ArrowRight");
  await page.keyboard.type("?");
  expect(await blocks()).toEqual(["due on <date 2027-12-24>?!"]);
  await press("Backspace", "Backspace");
  expect(await blocks()).toEqual(["due on !"]);
});
