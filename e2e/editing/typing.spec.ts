import { expect, test } from "./writing.ts";

const sentence =
  "The café on the quay opens at 7:30; by eight it's full, noisy and warm (again). “Two teas, please,” said Zoë — “and 1/2 a bun.” ";

/** Prose of so many characters, a few lines to a paragraph, no two alike and none of them a sign for the editor. */
function prose(length: number): string {
  let text = "";
  for (let day = 1; text.length < length; day++) {
    text += `Day ${day}. ${sentence}`;
    if (day % 4 === 0) text = `${text.trimEnd()}\n`;
  }
  return `${text.slice(0, length - 1)}.`;
}

const keysPerSecond = 20;
const length = process.env.QUIRE_PROVE === "1" ? 2_000 : 200;

test(`ED-1 typing ${length} characters at ${keysPerSecond} keys a second into an empty document yields exactly that text`, async ({
  write,
  content,
}) => {
  const text = prose(length);
  const writer = await write();
  await writer.page.keyboard.type(text, { delay: 1000 / keysPerSecond });
  await writer.saved();
  expect(text).toHaveLength(length);
  expect(await content(writer.documentId, "text")).toBe(text);
  expect(await writer.blocks()).toEqual(text.split("\n"));
});

test("ED-1 typing as fast as the browser takes keys loses and swaps none", async ({ write, content }) => {
  const text = prose(400);
  const writer = await write();
  await writer.page.keyboard.type(text);
  await writer.saved();
  expect(await content(writer.documentId, "text")).toBe(text);
});

test("ED-1 what is typed at once after a document opens is all there", async ({
  person,
  newDocument,
  content,
}) => {
  const { id } = await newDocument();
  const writer = await person();
  await writer.open(id);
  await writer.editor.focus();
  await writer.page.keyboard.type("straight away");
  await writer.saved();
  expect(await content(id, "text")).toBe("straight away");
});
