import { schema } from "@quire/schema";
import fc from "fast-check";
import { expect, test } from "vitest";
import { countWords, createWordCount } from "./word-count.ts";

test.each([
  ["", 0],
  ["one two", 2],
  ["  it's a well-known fact, 3.5 times. ", 6],
  ["日本語 text かな", 6],
  ["naïve café", 2],
  ["—…!?", 0],
])("%j has %i words", (text, words) => {
  expect(countWords(text)).toBe(words);
});

test("a document's words are those of its blocks, however it came from the one before", () => {
  const block = fc
    .constantFrom("", "one", "two words", "and three more")
    .map((text) => schema.node("paragraph", null, text === "" ? [] : [schema.text(text)]));
  const change = fc.record({ at: fc.nat(6), removed: fc.nat(3), added: fc.array(block, { maxLength: 3 }) });
  fc.assert(
    fc.property(fc.array(change, { maxLength: 12 }), (changes) => {
      const count = createWordCount();
      let blocks = [schema.node("paragraph")];
      for (const { at, removed, added } of changes) {
        blocks = blocks.toSpliced(at, removed, ...added);
        const doc = schema.node("doc", null, blocks.length > 0 ? blocks : [schema.node("paragraph")]);
        expect(count(doc)).toBe(countWords(doc.textBetween(0, doc.content.size, "\n")));
      }
    }),
  );
});

test("a break of a line ends a word", () => {
  const broken = schema.node("paragraph", null, [
    schema.text("one"),
    schema.node("hard_break"),
    schema.text("two"),
  ]);
  expect(createWordCount()(schema.node("doc", null, [broken]))).toBe(2);
});
