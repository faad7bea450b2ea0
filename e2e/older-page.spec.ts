import { expect, type Person, test } from "./fixtures.ts";
import { press } from "./support/keys.ts";
import { buildOlderPages, type Pages, serveOlderPages } from "./support/older-pages.ts";
import { connectStockClient, type StockClient } from "./support/stock-client.ts";
import { clocksOf, contentUntil } from "./support/structs.ts";

// One after the other, so that the older pages are built once.
test.describe.configure({ mode: "default" });

let pages: Pages;
test.beforeAll(async () => {
  pages = await buildOlderPages();
});

/** The first byte of an edit's frame. */
const messageSync = 0;

const markdown = [
  "above",
  "```ts\nlet x = 1;\n```",
  "between",
  "one ~~two~~ three",
  "- [x] done",
  "- [ ] to do",
  "the end",
].join("\n\n");

test("D1 a page that lacks kinds shows them sealed, and they stay byte for byte while both write around them", async ({
  newDocument,
  server,
  person,
  content,
}) => {
  const { id } = await newDocument({ markdown });
  const [ada, ben] = await Promise.all([person("Ada"), person("Ben")]);
  await serveOlderPages(ben.context, server.url, pages);
  const reader = await connectStockClient(server.url, id);
  const whole = reader.state();
  const stored = kept(reader);
  await Promise.all([ada.open(id), ben.open(id)]);
  const notes = ben.editor.getByRole("note");
  await expect(notes).toHaveCount(2);
  await expect(notes.nth(0)).toContainText("let x = 1;");
  await Promise.all([ada.saved(), ben.saved()]);
  expect(reader.state(), "opening it writes nothing").toBe(whole);

  for (const [someone, word] of [
    [ada, " ada"],
    [ben, " ben"],
  ] as const)
    for (const line of ["above", "between", "three", "done", "to do", "the end"])
      await writeBehind(someone, line, word);
  await ben.reads(/^above.* ada/);
  await expect.poll(() => content(id)).toMatch(/the end( ada ben| ben ada)$/);
  stored();

  // What is new to Ben's page comes while he writes there.
  await ada.editor.getByText("above").click();
  await press(ada.page, "End", "Enter");
  await ada.page.keyboard.type("struck");
  await press(ada.page, "Shift+Home", "Control+Shift+x", "ArrowRight", "Enter");
  await ada.page.keyboard.type("```");
  await press(ada.page, "Enter");
  await ada.page.keyboard.type("let y;");
  await ada.editor.getByRole("checkbox").nth(1).click();
  await expect(notes).toHaveCount(4);
  await ada.saved();
  const later = kept(reader);
  for (const line of ["above", "between", "the end"]) await writeBehind(ben, line, " again");
  await ada.reads(/again\nstruck\nlet y;[\s\S]* again\none[\s\S]* again$/);
  await ben.saved();
  stored();
  later();
  for (const someone of [ada, ben]) await expect(someone.editor).toContainText("let y;");
  expect(await content(id, "markdown")).toContain("~~struck~~\n\n```\nlet y;\n```");
  await ada.reads(await content(id));
  reader.close();
});

test("S9 a page that is told that it is older says so, and its unsent words are there after the reload", async ({
  newDocument,
  person,
}) => {
  const { id } = await newDocument({ markdown: "above" });
  const [ada, ben] = await Promise.all([person("Ada"), person("Ben")]);
  let isOlder = false;
  await ben.page.routeWebSocket(/\/sync\//, (socket) => {
    const server = socket.connectToServer();
    socket.onMessage((frame) => {
      if (isOlder && frame[0] === messageSync)
        void socket.close({ code: 4409, reason: "this page is older than the document" });
      else server.send(frame);
    });
  });
  await Promise.all([ada.open(id), ben.open(id)]);
  await ben.saved();
  isOlder = true;
  await ben.goTo("end");
  await ben.page.keyboard.insertText(" and Ben");
  const notice = ben.page.getByRole("alert").filter({ hasText: "This page is older than the document" });
  await expect(notice).toContainText("Your latest words did not reach the server");
  await ben.reads("above and Ben");
  isOlder = false;
  await notice.getByRole("button", { name: "Reload" }).click();
  await ada.reads("above and Ben");
  await ben.saved();
  await ben.reads("above and Ben");
});

/** What the document holds by now. The function that comes back looks whether all of it is there and as it was. */
function kept({ ydoc }: StockClient): () => void {
  const clocks = clocksOf(ydoc);
  const before = contentUntil(ydoc, clocks);
  return () => expect(Object.fromEntries(contentUntil(ydoc, clocks))).toEqual(Object.fromEntries(before));
}

async function writeBehind({ editor, page }: Person, line: string, word: string): Promise<void> {
  await editor.locator("p", { hasText: line }).click();
  await press(page, "End");
  await page.keyboard.type(word);
}
