import { expect, test } from "./meeting.ts";

test("UN-1 undo takes back my own words and not another's, and redo brings exactly them", async ({
  meet,
}) => {
  const { ada, ben } = await meet();
  await ada.editor.focus();
  // One step, however slowly the keys of a busy machine would come.
  await ada.page.keyboard.insertText("one");
  await ben.reads("one");
  await ben.goTo("end");
  await ben.page.keyboard.type("two");
  await ada.reads("onetwo");

  await ada.page.keyboard.press("Control+z");
  for (const tab of [ada, ben]) await tab.reads("two");
  await ada.page.keyboard.press("Control+Shift+z");
  for (const tab of [ada, ben]) await tab.reads("onetwo");
});

test("UN-1 undo leaves what another typed in the block whose kind I changed", async ({ meet }) => {
  const { ada, ben } = await meet("A line.");
  await ada.editor.focus();
  await ada.page.keyboard.press("Control+Alt+1");
  await expect(ben.editor.locator("h1")).toBeVisible();
  await ben.goTo("end");
  await ben.page.keyboard.type(" And more.");
  await ada.reads("A line. And more.");

  await ada.page.keyboard.press("Control+z");
  for (const tab of [ada, ben]) {
    await expect(tab.editor.locator("h1")).toHaveCount(0);
    await tab.reads("A line. And more.");
  }
});
