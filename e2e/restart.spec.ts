import { expect, type Tab, test } from "./fixtures.ts";
import { backUp } from "./support/backup.ts";
import { findingsInBoth } from "./support/findings.ts";
import { noticeOf } from "./support/notice.ts";
import { choose, openPalette } from "./support/palette.ts";
import { agree, shownText } from "./support/shown.ts";

test.use({ ownServer: true });

test("OP-4 two people who type while the server restarts come back by themselves, with all their words, once each", async ({
  person,
  newDocument,
  server,
  content,
}) => {
  const { id } = await newDocument({ markdown: "ada:\n\nben:\n" });
  const [ada, ben] = await Promise.all([person("Ada"), person("Ben")]);
  await Promise.all([ada.open(id), ben.open(id)]);
  await ada.goTo("start");
  await ada.page.keyboard.press("End");
  await ben.goTo("end");

  const typing = new AbortController();
  const words = [typeUntil(typing.signal, ada, "ada"), typeUntil(typing.signal, ben, "ben")];
  await ada.reads(/ben2/);
  await ben.reads(/ada2/);
  await server.stop();
  for (const { status } of [ada, ben]) await expect(status).toHaveText("Offline, kept on this device");
  // Both go on while nobody is there to take it.
  const before = await shownText(ada.editor);
  await expect.poll(() => shownText(ada.editor)).not.toBe(before);
  await server.start();
  for (const { status } of [ada, ben]) await expect(status).toHaveText(/^Sav/, { timeout: 20_000 });
  typing.abort();
  const [adas, bens] = (await Promise.all(words)) as [number, number];
  await Promise.all([ada.saved(), ben.saved()]);

  await agree([ada, ben]);
  expect(await shownText(ada.editor)).toBe(`ada:${countUp("ada", adas)}\nben:${countUp("ben", bens)}`);
  expect(await content(id)).toBe(await shownText(ada.editor));
});

/** Types words with numbers. Gives how many. */
async function typeUntil(end: AbortSignal, { page }: Tab, word: string): Promise<number> {
  let count = 0;
  while (!end.aborted) await page.keyboard.type(` ${word}${++count}`, { delay: 20 });
  return count;
}

function countUp(word: string, count: number): string {
  return Array.from({ length: count }, (_, index) => ` ${word}${index + 1}`).join("");
}

test("V6 S20 a document that was made after the backup from which the server was restored is in the drawer, and goes back from there", async ({
  person,
  newDocument,
  server,
  content,
  faults,
}) => {
  // The page asks what it may do in a document that is not there.
  faults.allow(/status of 404 \(Not Found\)/);
  await newDocument({ title: "Before the backup" });
  const restore = backUp(server);
  const markdown = "# Aims\n\nAll of *this* was saved.";
  const { id } = await newDocument({ title: "After the backup", markdown });
  const ada = await person("Ada");
  const { page } = ada;
  await ada.open(id);
  await ada.saved();
  const before = await content(id, "markdown");
  await restore();
  await page.evaluate(() => dispatchEvent(new Event("online")));

  const notice = noticeOf(page, "The server does not have this document");
  await expect(notice).toContainText("What this device has of it is kept here");
  await expect(ada.status).toHaveText("Not on the server");
  await ada.reads(/All of this was saved/);
  expect(await findingsInBoth(page)).toEqual([]);
  await page.goto(server.url);
  await page.getByRole("link", { name: "Copies of documents, on this device (1)" }).click();
  const entry = page.getByRole("article", { name: "After the backup" });
  await expect(entry).toContainText("The server does not have this document");
  await expect(entry.getByRole("region")).toHaveText("AimsAll of this was saved.");
  expect(await findingsInBoth(page)).toEqual([]);

  await entry.getByRole("button", { name: "Put it back on the server" }).click();
  await ada.reads(/All of this was saved/);
  await ada.saved();
  expect(await content(id, "markdown")).toBe(before);
  await openPalette(page);
  await choose(page, "Unsaved words on this device");
  await expect(entry).toContainText("By now all of these words are saved in the document.");
});
