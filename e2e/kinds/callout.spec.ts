import { expect, test } from "../editing/writing.ts";

test("a callout is made from the slash menu, its tone chosen, and left by Enter in an empty line", async ({
  write,
}) => {
  const { page, press, editor, blocks } = await write("above\n\n");
  await press("Enter");
  await page.keyboard.type("/callout");
  await press("Enter");
  await page.keyboard.type("apart");
  await editor.getByRole("combobox", { name: "Tone of this callout" }).selectOption("Warning");
  await expect(editor.getByRole("complementary", { name: "Warning" })).toContainText("apart");
  await editor.getByText("apart").click();
  await press("End", "Enter");
  await page.keyboard.type("- item");
  await press("Enter", "Enter", "Enter");
  await page.keyboard.type("below");
  expect(await blocks()).toEqual(["above", "<callout warning>", "| apart", "| <ul>item", "below"]);
});

test("ED-11 a click below a callout that ends the document goes to a line of its own", async ({ write }) => {
  const { page, editor, blocks } = await write("> [!TIP]\n> apart");
  const box = await editor.boundingBox();
  if (!box) throw new Error("the text is not there");
  await page.mouse.click(box.x + 40, box.y + box.height - 20);
  await page.keyboard.type("below");
  expect(await blocks()).toEqual(["<callout tip>", "| apart", "below"]);
});

test("Backspace at its start takes the first line out, and the caret goes on there; undo puts it back", async ({
  write,
}) => {
  const { page, press, editor, blocks } = await write("> [!NOTE]\n> one\n>\n> two");
  await editor.getByText("one").click();
  await press("Home", "Backspace");
  await page.keyboard.insertText("x ");
  expect(await blocks()).toEqual(["x one", "<callout>", "| two"]);
  await press("Control+z", "Control+z");
  expect(await blocks()).toEqual(["<callout>", "| one", "| two"]);
});

test("the arrows go into it and out of it", async ({ write }) => {
  const { page, press, blocks } = await write("above\n\n> [!NOTE]\n> apart\n\nbelow");
  await press("ArrowUp", "End");
  await page.keyboard.type("1");
  await press("ArrowUp", "End");
  await page.keyboard.type("2");
  await press("ArrowDown", "ArrowDown", "End");
  await page.keyboard.type("3");
  expect(await blocks()).toEqual(["above2", "<callout>", "| apart1", "below3"]);
});
