import { expect, test } from "./fixtures.ts";
import { press } from "./support/keys.ts";

test("UN-3 undo and redo lead to what they change: it is in sight, and the caret is in it", async ({
  person,
  newDocument,
}) => {
  const lines = Array.from({ length: 120 }, (_, line) => `Line ${line}.`);
  const { id } = await newDocument({ markdown: lines.join("\n\n") });
  const ada = await person("Ada");
  const { page, editor } = ada;
  await ada.open(id);
  const first = editor.getByText(/^Line 0\./);
  const last = editor.getByText(/^Line 119\./);
  await ada.goTo("start");
  await press(page, "End");
  // One step, however slowly the keys of a busy machine would come.
  await page.keyboard.insertText(" First words.");
  await ada.goTo("end");
  await page.keyboard.insertText(" Last words.");
  await expect(last).toBeInViewport();
  await expect(first).not.toBeInViewport();

  await page.keyboard.press("Control+z");
  await expect(last).toHaveText("Line 119.");
  await page.keyboard.press("Control+z");
  await expect(first).toHaveText("Line 0.");
  await expect(first).toBeInViewport();
  await page.keyboard.press("Control+Shift+z");
  await expect(first).toHaveText("Line 0. First words.");
  await expect(first).toBeInViewport();
  await page.keyboard.press("Control+Shift+z");
  await expect(last).toHaveText("Line 119. Last words.");
  await expect(last).toBeInViewport();
  await page.keyboard.type("!");
  await expect(last).toHaveText("Line 119. Last words.!");
});

test("UN-3 undo of words that somebody else has split off leads to where they are now", async ({
  person,
  newDocument,
}) => {
  const { id } = await newDocument({ markdown: "One two three." });
  const [ada, ben] = [await person("Ada"), await person("Ben")];
  for (const { open } of [ada, ben]) await open(id);
  await ada.goTo("start");
  await press(ada.page, "Control+Shift+ArrowRight", "Control+Shift+ArrowRight");
  await press(ada.page, "ArrowRight", "Control+Shift+ArrowRight", "Backspace");
  await ben.reads(/^One two ?\.?$/);
  await ben.goTo("start");
  await press(ben.page, "Control+ArrowRight", "Enter");
  await ada.reads(/^One\s*\n/);
  await ada.goTo("start");
  await ada.page.keyboard.press("Control+z");
  await ada.reads(/^One\s*\n\s*two three\.?$/);
  await ada.page.keyboard.type("X");
  await ada.reads(/three\.?X/);
});
