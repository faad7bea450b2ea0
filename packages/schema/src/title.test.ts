import fc from "fast-check";
import { expect, test } from "vitest";
import * as Y from "yjs";
import { readTitle, writeTitle } from "./title.ts";
import { titleName } from "./y-document.ts";

function titled(text: string): Y.Doc {
  const ydoc = new Y.Doc();
  ydoc.getText(titleName).insert(0, text);
  return ydoc;
}

test("a title is one line of at most 200 characters, whatever is stored", () => {
  expect(readTitle(new Y.Doc())).toBe("");
  expect(readTitle(titled("a\r\nb\tc\u2028d"))).toBe("a b c d");
  expect(readTitle(titled("x".repeat(500_000)))).toBe("x".repeat(200));
  expect(readTitle(titled(`${"x".repeat(199)}👋`))).toBe("x".repeat(199));
});

test("a title ends with a whole letter, wherever in it line ends stand that are shown as one space", () => {
  for (let lines = 395; lines < 405; lines++) {
    const title = readTitle(titled(`a${"\n".repeat(lines)}👋b`));
    expect(title.isWellFormed(), `${lines}`).toBe(true);
    expect(title).toMatch(/^a (👋b?)?$/u);
  }
});

test("D1 reading a title writes nothing", () => {
  const ydoc = titled("a\nb");
  const before = Y.encodeStateAsUpdate(ydoc);
  readTitle(ydoc);
  expect(Y.encodeStateAsUpdate(ydoc)).toEqual(before);
});

test("two people's edits of a title both stay", () => {
  const ours = titled("A plan");
  const theirs = new Y.Doc();
  Y.applyUpdate(theirs, Y.encodeStateAsUpdate(ours));
  writeTitle(ours, "A good plan");
  writeTitle(theirs, "A plan for May");
  Y.applyUpdate(ours, Y.encodeStateAsUpdate(theirs));
  expect(readTitle(ours)).toBe("A good plan for May");
});

test("a title that is the same is not written", () => {
  const ydoc = titled("a");
  let updates = 0;
  ydoc.on("update", () => updates++);
  writeTitle(ydoc, "a");
  expect(updates).toBe(0);
  writeTitle(ydoc, "b");
  expect(updates).toBe(1);
});

test("an embed in the stored title, which no client of ours writes, gives way", () => {
  const ydoc = titled("ab");
  ydoc.getText(titleName).insertEmbed(1, { image: "x" });
  writeTitle(ydoc, "abc");
  expect(ydoc.getText(titleName).toDelta()).toEqual([{ insert: "abc" }]);
});

test("a title that is written is read back, with no character cut in two", () => {
  const title = fc
    .array(fc.constantFrom("a", "b", "👋", "👍", "é", "👨‍👩‍👧", " "), { maxLength: 6 })
    .map((parts) => parts.join(""));
  fc.assert(
    fc.property(title, title, (before, after) => {
      const ydoc = titled(before);
      writeTitle(ydoc, after);
      expect(readTitle(ydoc)).toBe(after);
      for (const { insert } of ydoc.getText(titleName).toDelta()) expect(insert.isWellFormed()).toBe(true);
    }),
  );
});
