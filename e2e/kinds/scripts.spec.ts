import { expect, test } from "../editing/writing.ts";

test("superscript and subscript come by their keys, take each other's place, and go by the same keys", async ({
  write,
}) => {
  const { press, blocks, page, editor } = await write("x2 ");
  await press("Home", "ArrowRight", "Shift+ArrowRight", "Control+.");
  expect(await blocks()).toEqual(["x<superscript>2</>"]);
  await expect(editor.locator("sup")).toHaveText("2");
  await press("Control+,");
  expect(await blocks()).toEqual(["x<subscript>2</>"]);
  await expect(editor.locator("sub")).toHaveText("2");
  await press("Control+,");
  expect(await blocks()).toEqual(["x2"]);
  await press("Control+z");
  expect(await blocks()).toEqual(["x<subscript>2</>"]);

  // What is typed next is one, until the key is pressed again.
  await press("End", "Control+.");
  await page.keyboard.type("n");
  await press("Control+.");
  await page.keyboard.type(" high");
  expect((await blocks())[0]).toMatch(/<superscript>n<\/> high$/);
});
