import { expect, lineOf, type Tab, test } from "./fixtures.ts";
import { dropFile } from "./support/drop-file.ts";
import { buildEarlierPages } from "./support/earlier-pages.ts";
import { fetched } from "./support/fetched.ts";
import { press } from "./support/keys.ts";
import { noticeOf } from "./support/notice.ts";
import { buildOlderPages, type Pages, serveOlderPages } from "./support/older-pages.ts";
import { choose, openPalette } from "./support/palette.ts";
import { drawn } from "./support/person.ts";
import { picture } from "./support/picture.ts";
import { countHere } from "./support/records.ts";
import { connectStockClient, type StockClient } from "./support/stock-client.ts";
import { clocksOf, contentUntil } from "./support/structs.ts";

const offlineAndKept = "Offline, kept on this device";

// One after the other, so that the older pages are built once.
test.describe.configure({ mode: "default" });

let pages: Pages;
let earlierPages: Pages;
test.beforeAll(async () => {
  pages = await buildOlderPages();
  earlierPages = await buildEarlierPages();
});

const markdown = [
  "above",
  "```ts\nlet x = 1;\n```",
  "between",
  "one ~~two~~ three",
  "- [x] done",
  "- [ ] to do",
  "> [!TIP]\n> apart\n>\n> - from it",
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
  await expect(notes).toHaveCount(3);
  await expect(notes.nth(0)).toContainText("let x = 1;");
  await expect(notes.nth(2)).toContainText("from it");
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
  await expect(notes).toHaveCount(5);
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

test("S9 SV-6 J8 a page of an older version that meets a newer kind deletes nothing, and its unsent words and its picture on the way are there after a calm reload", async ({
  newDocument,
  server,
  person,
  content,
  faults,
}) => {
  // Ahead of a click or of the next page, the older page asks for code that is not at the server any more.
  faults.allow(/status of 404 .*\/assets\//);
  const { id } = await newDocument({ markdown: "above\n\n> [!TIP]\n> apart\n\nbelow" });
  const [ada, ben] = await Promise.all([person("Ada"), person("Ben")]);
  await serveOlderPages(ben.context, server.url, pages);
  // Callouts came with version 2, tables with 3.
  await ben.context.addInitScript(() => Object.assign(globalThis, { olderSchema: 2 }));
  const line = await lineOf(ben.page);
  await Promise.all([ada.open(id), ben.open(id)]);
  await expect(ben.editor.getByRole("note")).toContainText("apart");
  await ben.saved();
  // The picture is at the server before the notice is answered, and in no text.
  const arrived = Promise.withResolvers<void>();
  await ben.context.route(/\/files\?name=/, async (route) => {
    await arrived.promise;
    await route.continue();
  });
  await ben.editor.click();
  await fetched(ben.page, "clipboard-props", "upload-ways");
  const dot = { name: "dot.png", mimeType: "image/png", buffer: picture(40, 20) };
  await dropFile(ben.page, dot, ".ProseMirror");
  await expect.poll(() => ben.page.evaluate(countHere, "files")).toBe(1);
  line.hold();
  await ben.goTo("start");
  await press(ben.page, "End");
  await ben.page.keyboard.insertText(" and Ben");
  await expect(ben.status).toHaveText("Saving…");
  await ada.goTo("end");
  await openPalette(ada.page);
  await choose(ada.page, "Table");
  await ada.saved();

  const notice = noticeOf(ben.page, "This page is older than the document");
  await expect(notice).toContainText("They are kept on this device");
  await expect(ben.status).toHaveText("Not saved");
  await ben.reads(/^above and Ben\n/m);
  // It can be read and copied from, and no more.
  await expect(ben.editor).toHaveAttribute("contenteditable", "false");
  await expect(ben.title).not.toBeEditable();
  const whole = await content(id, "markdown");
  expect(whole).toMatch(/^above\n\n> \[!TIP\]\n> apart\n\nbelow\n\n\|/);

  const stored = ben.page.waitForResponse(/\/files\?name=/);
  arrived.resolve();
  expect((await stored).status()).toBe(201);
  // What is served by now is newer.
  await ben.context.unrouteAll();
  line.release();
  await notice.getByRole("button", { name: "Reload" }).click();
  await expect(ben.editor.getByRole("table")).toBeVisible();
  await expect(ben.editor).toBeFocused();
  await drawn(ben.page);
  await ben.page.keyboard.type(", as before");
  await ben.saved();
  const written = "above and Ben, as before";
  await expect.poll(() => ada.editor.locator("figure img").count()).toBe(1);
  const all = await content(id, "markdown");
  expect(all.replace(/!\[\]\(.*\/files\/[0-9a-f]{64}\)\n\n/, "")).toBe(whole.replace("above", written));
  await ada.reads(new RegExp(`^\n${written}\\n`));
});

test("S9 SV-6 a page that was built from an earlier commit writes with today's, deletes nothing where it meets a newer kind, and today's has what it kept", async ({
  newDocument,
  server,
  person,
  traveller,
  content,
  faults,
}) => {
  faults.allow(/status of 404 .*\/assets\/|WebSocket connection to|ERR_(CONNECTION|PROXY|EMPTY|TUNNEL)/);
  const { id } = await newDocument({ markdown: "above\n\nbelow" });
  const [ada, ben] = await Promise.all([person("Ada"), traveller("Ben")]);
  await serveOlderPages(ben.context, server.url, earlierPages);
  await Promise.all([ada.open(id), ben.open(id)]);
  await writeBehind(ben, "above", " Ben");
  await writeBehind(ada, "below", " Ada");
  for (const each of [ada, ben]) await each.reads(/^above Ben\nbelow Ada$/);
  await Promise.all([ada.saved(), ben.saved()]);

  ben.network.cut();
  await writeBehind(ben, "above", " alone");
  await expect(ben.status).toHaveText(offlineAndKept);
  await openPalette(ada.page);
  await choose(ada.page, "Table");
  await ada.saved();
  const stored = await content(id, "markdown");
  expect(stored).toMatch(/^above Ben\n\nbelow Ada\n\n\|/);
  ben.network.mend();
  const notice = noticeOf(ben.page, "This page is older than the document");
  await expect(notice).toBeVisible();
  await ben.reads(/^above Ben alone\nbelow Ada$/);
  expect(await content(id, "markdown")).toBe(stored);

  await ben.context.unrouteAll();
  await notice.getByRole("button", { name: "Reload" }).click();
  await expect(ben.editor.getByRole("table")).toBeVisible();
  await writeBehind(ben, "below", ", as before");
  await ben.saved();
  const all = stored.replace("Ben", "Ben alone").replace("Ada", "Ada, as before");
  await expect.poll(() => content(id, "markdown")).toBe(all);
});

test("C27 SV-6 an older page and a newer one in two tabs of one browser share what they keep, and neither loses or deletes anything", async ({
  newDocument,
  server,
  traveller,
  content,
  faults,
}) => {
  faults.allow(/status of 404 .*\/assets\//);
  const { id } = await newDocument({ markdown: "above\n\nbelow" });
  const ada = await traveller("Ada");
  const older = await ada.tab();
  await serveOlderPages(older.page, server.url, pages);
  await older.page.addInitScript(() => Object.assign(globalThis, { olderSchema: 1 }));
  await Promise.all([ada.open(id), older.open(id)]);
  await Promise.all([ada.saved(), older.saved()]);
  ada.network.cut();
  for (const tab of [ada, older]) await expect(tab.status).toHaveText(offlineAndKept);
  await writeBehind(older, "above", " old");
  await writeBehind(ada, "below", " new");
  for (const tab of [ada, older]) await tab.reads("above old\nbelow new");

  // The device brings the older page what the server would have kept from it.
  await press(ada.page, "Enter");
  await ada.page.keyboard.type("[!TIP] apart");
  await expect(older.editor.getByRole("note")).toHaveCount(1);
  await writeBehind(older, "above", " again");
  await ada.reads("above old again\nbelow new\napart");
  for (const tab of [ada, older]) await expect(tab.status).toHaveText(offlineAndKept);

  ada.network.mend();
  await ada.saved();
  const stored = "above old again\n\nbelow new\n\n> [!TIP]\n> apart\n";
  await expect.poll(() => content(id, "markdown")).toBe(stored);
  const notice = noticeOf(older.page, "This page is older than the document");
  await expect(notice).toBeVisible();
  await older.page.unrouteAll();
  await notice.getByRole("button", { name: "Reload" }).click();
  await older.reads("above old again\nbelow new\napart");
  await older.saved();
  expect(await content(id, "markdown")).toBe(stored);
});

test("C27 SV-6 a newer page has what one of an earlier commit had kept in another tab, and that one goes on and says what it cannot keep", async ({
  newDocument,
  server,
  traveller,
  content,
}) => {
  const { id } = await newDocument({ markdown: "above\n\nbelow" });
  const ada = await traveller("Ada");
  const earlier = await ada.tab();
  await serveOlderPages(earlier.page, server.url, earlierPages);
  const line = await lineOf(earlier.page);
  await earlier.open(id);
  await earlier.saved();
  line.hold();
  await writeBehind(earlier, "above", " unsent");
  await expect.poll(() => earlier.page.evaluate(keptHere)).toBeGreaterThan(0);

  await ada.open(id);
  await ada.reads("above unsent\nbelow");
  await ada.saved();
  expect(await content(id)).toBe("above unsent\nbelow");
  await writeBehind(earlier, "above", ", not kept");
  line.release();
  await writeBehind(ada, "below", " Ada");
  await Promise.all([ada.saved(), earlier.saved()]);
  for (const tab of [ada, earlier]) await tab.reads("above unsent, not kept\nbelow Ada");

  ada.network.cut();
  await writeBehind(earlier, "above", " once more");
  await expect(earlier.status).toHaveText(/not kept on this device yet/);
  await writeBehind(ada, "below", " once more");
  await expect(ada.status).toHaveText(offlineAndKept);
  ada.network.mend();
  await Promise.all([ada.saved(), earlier.saved()]);
  const all = "above unsent, not kept once more\nbelow Ada once more";
  for (const tab of [ada, earlier]) await tab.reads(all);
  expect(await content(id)).toBe(all);
  // One that is opened where a newer one has been.
  await earlier.page.reload();
  await earlier.reads(all);
  await earlier.saved();
});

/** What the document holds by now. The function that comes back looks whether all of it is there and as it was. */
function kept({ ydoc }: StockClient): () => void {
  const clocks = clocksOf(ydoc);
  const before = contentUntil(ydoc, clocks);
  return () => expect(Object.fromEntries(contentUntil(ydoc, clocks))).toEqual(Object.fromEntries(before));
}

/** How many marks of unsent edits the first layout of the page's device has. */
async function keptHere(): Promise<number> {
  const opening = indexedDB.open("quire", 1);
  await new Promise((resolve) => opening.addEventListener("success", resolve));
  const counting = opening.result.transaction("unsent").objectStore("unsent").count();
  await new Promise((resolve) => counting.addEventListener("success", resolve));
  opening.result.close();
  return counting.result;
}

async function writeBehind({ editor, page }: Tab, line: string, word: string): Promise<void> {
  await editor.locator("p", { hasText: line }).click();
  await press(page, "End");
  await page.keyboard.type(word);
}
