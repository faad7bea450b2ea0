import { expect, type Tab, test } from "./fixtures.ts";
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
