import { expect, test } from "./meeting.ts";
import { press } from "./support/keys.ts";
import { agree, shownText } from "./support/shown.ts";

test("RT-1 each sees what the other types, as it is typed", async ({ meet }) => {
  const { ada, ben } = await meet();
  await ada.editor.focus();
  let typed = "";
  for (const word of ["one ", "two ", "three "]) {
    await ada.page.keyboard.type(word);
    typed += word;
    await ben.reads(typed);
  }
  await ben.goTo("end");
  await ben.page.keyboard.type("four");
  await ada.reads("one two three four");
});

test("RT-1 keys that move my caret do what they say while others type and move", async ({
  person,
  newDocument,
}) => {
  const { id } = await newDocument({ markdown: "middle\n\nother" });
  const [ada, ben, cleo] = await Promise.all([person("Ada"), person("Ben"), person("Cleo")]);
  await Promise.all([ada.open(id), ben.open(id), cleo.open(id)]);
  await Promise.all([ada.goTo("start"), ben.goTo("end"), cleo.goTo("start")]);
  const words = " and so on, and so on";
  let isOver = false;
  const moving = (async () => {
    while (!isOver) for (const key of ["ArrowDown", "ArrowUp"]) await cleo.page.keyboard.press(key);
  })();
  const typing = ben.page.keyboard.type(words, { delay: 30 });
  for (let time = 0; time < 10; time++) {
    await ada.page.keyboard.press("Home");
    await ada.page.keyboard.type("<");
    await ada.page.keyboard.press("End");
    await ada.page.keyboard.type(">");
  }
  await typing;
  isOver = true;
  await moving;
  for (const tab of [ada, ben, cleo])
    await tab.reads(`${"<".repeat(10)}middle${">".repeat(10)}\nother${words}`);
});

test("RT-2 what two people type at the same spot stays whole, when neither has seen the other's", async ({
  meet,
}) => {
  const { ada, ben, lines } = await meet("Before after.");
  for (const line of lines) line.hold();
  for (const [tab, text] of [
    [ada, "strawberry "],
    [ben, "LEMONADE "],
  ] as const) {
    await tab.goTo("start");
    for (const _ of "Before ") await press(tab.page, "ArrowRight");
    await tab.page.keyboard.type(text);
    await tab.reads(`Before ${text}after.`);
  }
  for (const line of lines) line.release();
  for (const tab of [ada, ben]) await tab.reads(/^Before (strawberry LEMONADE|LEMONADE strawberry) after\.$/);
  await agree([ada, ben]);
});

test("RT-2 what two people type at the same spot stays whole, while each watches the other", async ({
  meet,
}) => {
  const { ada, ben } = await meet();
  await Promise.all([ada.editor.focus(), ben.editor.focus()]);
  const [mine, yours] = ["abcdefghijklmnopqrstuvwxyz", "ABCDEFGHIJKLMNOPQRSTUVWXYZ"];
  await Promise.all([
    ada.page.keyboard.type(mine, { delay: 20 }),
    ben.page.keyboard.type(yours, { delay: 20 }),
  ]);
  await Promise.all([ada.saved(), ben.saved()]);
  for (const tab of [ada, ben])
    await expect
      .poll(async () => [mine + yours, yours + mine].includes(await shownText(tab.editor)))
      .toBe(true);
  await agree([ada, ben]);
});

test("RT-1 what is typed over words that another has selected is all that takes their place", async ({
  meet,
  content,
}) => {
  const { id, ada, ben } = await meet("plain **bold**");
  await ben.editor.focus();
  await ben.page.keyboard.press("Control+a");
  await expect(ada.page.locator(".quire-selection").first()).toBeAttached();

  await ada.goTo("end");
  await press(ada.page, "Shift+Home");
  await ada.page.keyboard.type("new");
  await ada.saved();
  expect(await content(id, "markdown")).toBe("new\n");
});
