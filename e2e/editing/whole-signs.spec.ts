import { canType } from "../support/person.ts";
import { expect, test } from "./writing.ts";

const signs = ["👩‍👩‍👧‍👦", "🇨🇭", "👍🏽", "é", "🏴󠁧󠁢󠁳󠁣󠁴󠁿"];
const line = signs.map((sign) => `a${sign}`).join("");

test("ED-10 signs of several characters stay whole through typing, saving, reloading, copying and export, and Backspace takes one as a whole", async ({
  write,
  content,
}) => {
  const a = await write();
  await a.page.keyboard.insertText(line);
  await a.saved();
  for (const format of ["text", "markdown", "html"] as const)
    expect(await content(a.documentId, format)).toContain(line);

  await a.page.reload();
  await canType(a.page);
  await a.reads(line);
  await a.goTo("end");
  await a.press("Shift+Home", "Control+c", "End", "Enter", "Control+v");
  await a.reads(`${line}\n${line}`);
  await a.press("Control+a", "Delete");
  await a.page.keyboard.insertText(line);
  for (const [index] of signs.entries()) {
    const left = signs.slice(0, signs.length - index);
    await a.press("Backspace");
    await a.reads(left.map((sign, at) => (at < left.length - 1 ? `a${sign}` : "a")).join(""));
    await a.press("Backspace");
  }
  expect(await a.blocks()).toEqual([""]);
});
