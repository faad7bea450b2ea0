import { expect, test } from "vitest";
import { countWords } from "./word-count.ts";

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
