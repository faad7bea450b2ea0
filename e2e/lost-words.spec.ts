import { lineOf, type Person, type Tab } from "./fixtures.ts";
import { expect, test } from "./meeting.ts";
import { findingsInBoth } from "./support/findings.ts";
import { press } from "./support/keys.ts";
import { agree } from "./support/shown.ts";

/** A document's blocks, as ProseMirror writes them down. */
interface ProseMirrorJson {
  readonly content: readonly { readonly attrs?: { readonly id?: string } }[];
}

test("RT-4 Ada removes the block that Ben writes in, unheard: he is shown his words and puts them back by keyboard", async ({
  person,
  newDocument,
  content,
}) => {
  const { id } = await newDocument({ markdown: "above\n\nThe line.\n\nbelow" });
  const [ada, ben] = await Promise.all([person("Ada"), person("Ben")]);
  const line = await lineOf(ben.page);
  await Promise.all([ada.open(id), ben.open(id)]);
  line.hold();
  await writeBehind(ben, "The line.", " And Ben's own.");
  await remove(ada, "The line.");
  await ada.reads("above\nbelow");
  await ada.saved();
  line.release();

  const told = ben.page.getByRole("dialog").filter({ hasText: "removed what you were writing in" });
  await expect(told.getByRole("blockquote")).toHaveText("And Ben's own.");
  await ben.reads("above\nbelow");
  expect(await findingsInBoth(ben.page)).toEqual([]);
  // He may go on writing, and looks at it when he likes.
  await expect(ben.editor).toBeFocused();
  await press(ben.page, "F6", "Tab", "Tab");
  await expect(told.getByRole("button", { name: "Put my words back" })).toBeFocused();
  await press(ben.page, "Enter");
  await expect(told).toHaveCount(0);
  await expect(ben.editor).toBeFocused();
  await ben.page.keyboard.type("!");
  for (const tab of [ada, ben]) await tab.reads("above\n And Ben's own.!\nbelow");
  await ben.saved();
  expect(await content(id)).toBe("above\n And Ben's own.!\nbelow");
});

test("RT-4 Ada removes the block that Ben writes in, having read it: he is told of all of it, and that it was her", async ({
  meet,
}) => {
  const { ada, ben } = await meet("above\n\nThe line.\n\nbelow");
  await writeBehind(ben, "The line.", " And Ben's own.");
  await ada.reads("above\nThe line. And Ben's own.\nbelow");
  await removeInOnePiece(ada);
  const told = ben.page.getByRole("dialog").filter({ hasText: "Ada removed what you were writing in." });
  await expect(told.getByRole("blockquote")).toHaveText("The line. And Ben's own.");

  // Ada's undo brings it back: it is there once.
  await press(ada.page, "Control+z");
  await ben.reads("above\nThe line. And Ben's own.\nbelow");
  await told.getByRole("button", { name: "Put my words back" }).click();
  await expect(told).toHaveCount(0);
  await expect(ben.editor).toBeFocused();
  await ben.page.keyboard.type("!");
  for (const tab of [ada, ben]) await tab.reads("above\nThe line. And Ben's own.!\nbelow");
});

test("RT-4 Ada removes the block that Ben writes in while he is offline: he is shown his words when he is back", async ({
  person,
  traveller,
  newDocument,
}) => {
  const { id } = await newDocument({ markdown: "above\n\nThe line.\n\nbelow" });
  const [ada, ben] = await Promise.all([person("Ada"), traveller("Ben")]);
  await Promise.all([ada.open(id), ben.open(id)]);
  await ben.saved();
  ben.network.cut();
  await writeBehind(ben, "The line.", " And Ben's own.");
  await expect(ben.status).toHaveText("Offline, kept on this device");
  await remove(ada, "The line.");
  await ada.saved();
  ben.network.mend();
  await expect(ben.page.getByRole("dialog").getByRole("blockquote")).toContainText("And Ben's own.");
  for (const tab of [ada, ben]) await tab.reads("above\nbelow");
});

test("RT-4 Ben is shown his words, and puts them back, also where what shows messages well cannot be fetched", async ({
  person,
  newDocument,
  faults,
}) => {
  faults.allow(/Failed to load resource/);
  const { id } = await newDocument({ markdown: "above\n\nThe line.\n\nbelow" });
  const [ada, ben] = await Promise.all([person("Ada"), person("Ben")]);
  await ben.page.route(/\/assets\/toasts-/, (route) => route.abort());
  await Promise.all([ada.open(id), ben.open(id)]);
  await writeBehind(ben, "The line.", " And Ben's own.");
  await ada.reads("above\nThe line. And Ben's own.\nbelow");
  await removeInOnePiece(ada);
  const told = ben.page.getByRole("alert");
  await expect(told.getByRole("blockquote")).toContainText("And Ben's own.");
  await told.getByRole("button", { name: "Put my words back" }).click();
  await expect(told.getByRole("blockquote")).toHaveCount(0);
  for (const tab of [ada, ben]) await tab.reads(/And Ben's own\./);
});

test("RT-3 Ada joins blocks, and makes code of text and text of code, while Ben writes in them: his words are in them once", async ({
  person,
  newDocument,
  content,
}) => {
  const { id } = await newDocument();
  const ids = async () => {
    const { document }: { document: ProseMirrorJson } = JSON.parse(await content(id, "json"));
    return document.content.map(({ attrs }) => attrs?.id);
  };
  const [ada, ben] = await Promise.all([person("Ada"), person("Ben")]);
  const lines = await Promise.all([lineOf(ada.page), lineOf(ben.page)]);
  await Promise.all([ada.open(id), ben.open(id)]);
  await ada.editor.focus();
  await ada.page.keyboard.type("one\njoined\nbetween\nturned\n```\ncode");
  await press(ada.page, "Control+Enter");
  await ada.page.keyboard.type("the end");
  await ben.reads("one\njoined\nbetween\nturned\ncode\nthe end");
  await ada.saved();
  const before = await ids();
  for (const line of lines) line.hold();
  for (const word of ["joined", "turned", "code"]) await writeBehind(ben, word, ` ${word} by Ben`);
  await ada.editor.getByText("joined").click();
  await press(ada.page, "Home", "Backspace");
  await ada.editor.getByText("turned").click();
  await press(ada.page, "End");
  await ada.page.keyboard.type(" /code");
  await press(ada.page, "Enter");
  await ada.editor.locator("pre", { hasText: "code" }).getByText("code").last().click();
  await press(ada.page, "Control+Alt+0");
  await ada.reads("onejoined\nbetween\nturned \ncode\nthe end");
  for (const line of lines) line.release();

  // Whose blank comes first is nobody's to say.
  const after = /^onejoined joined by Ben\nbetween\nturned +turned by Ben ?\ncode code by Ben\nthe end$/;
  for (const tab of [ada, ben]) await tab.reads(after);
  await Promise.all([ada.saved(), ben.saved()]);
  await agree([ada, ben]);
  expect(await content(id)).toMatch(after);
  expect(await ids()).toEqual(before.filter((_, index) => index !== 1));
  for (const { page } of [ada, ben]) await expect(page.getByText("Your words:")).toHaveCount(0);
});

async function writeBehind({ editor, page }: Person, words: string, more: string): Promise<void> {
  await editor.getByText(words, { exact: true }).last().click();
  await press(page, "End");
  await page.keyboard.type(more);
}

async function remove({ editor, page }: Tab, words: string): Promise<void> {
  await editor.getByText(words).click();
  await press(page, "Home", "Shift+End", "Backspace", "Backspace");
}

/** Selects the line from the end of the one above, so that it goes at once. */
async function removeInOnePiece(tab: Tab): Promise<void> {
  await tab.editor.getByText("above").click();
  await press(tab.page, "End", "Shift+ArrowDown", "Shift+End", "Backspace");
  await tab.reads("above\nbelow");
}
