import { expect, test } from "../editing/writing.ts";

test("a footnote is put by its command, reached from its sign and left to it, by keys and by clicks", async ({
  write,
  content,
}) => {
  const { page, press, editor, saved, documentId } = await write("One and\n\ntwo");
  await editor.getByText("One and").click();
  await press("End");
  await page.keyboard.type(" /footnote");
  await press("Enter");
  await page.keyboard.type("first");
  await expect(editor.getByLabel("Footnote 1")).toBeVisible();

  await press("Control+Enter");
  await page.keyboard.type(" more");
  await press("ArrowLeft", "ArrowLeft", "ArrowLeft", "ArrowLeft", "ArrowLeft", "ArrowLeft", "Enter");
  await page.keyboard.type(" of all");
  await editor.getByRole("button", { name: "Back to the text" }).click();
  await page.keyboard.type(",");
  await editor.getByLabel("Footnote 1").click();
  await page.keyboard.type(".");
  await saved();
  expect((await content(documentId, "markdown")).replace(/\[\^[^\]]+\]/g, "[^1]")).toBe(
    "One and [^1], more\n\ntwo\n\n[^1]: first of all.\n",
  );
});
