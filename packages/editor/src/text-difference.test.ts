import fc from "fast-check";
import { expect, test } from "vitest";
import { difference, follow } from "./text-difference.ts";

const text = fc
  .array(fc.constantFrom("a", "b", "😀", "😁", " "), { maxLength: 8 })
  .map((parts) => parts.join(""));

test("a difference, put in, gives the other text, and cuts no character in two", () => {
  fc.assert(
    fc.property(text, text, fc.nat(16), (before, after, at) => {
      const change = difference(before, after, Math.min(at, after.length));
      if (!change) {
        expect(before).toBe(after);
        return;
      }
      expect(before.slice(0, change.start) + change.insert + before.slice(change.end)).toBe(after);
      for (const part of [
        before.slice(0, change.start),
        before.slice(change.start, change.end),
        change.insert,
      ]) {
        expect(part.isWellFormed()).toBe(true);
      }
    }),
  );
});

test.each([
  ["aaa", "aaaa", 1, { start: 0, end: 0, insert: "a" }],
  ["aaa", "aaaa", 2, { start: 1, end: 1, insert: "a" }],
  ["one", "oone", 1, { start: 0, end: 0, insert: "o" }],
  ["zone", "zoone", 2, { start: 1, end: 1, insert: "o" }],
  ["aaa", "aa", 0, { start: 0, end: 1, insert: "" }],
] as const)(
  "RT-2 among equal letters %j to %j is what ends at the caret %i",
  (before, after, caret, change) => {
    expect(difference(before, after, caret)).toEqual(change);
  },
);

test.each([
  [3, [{ insert: "ab" }], 5],
  [3, [{ retain: 3 }, { insert: "ab" }], 3],
  [3, [{ retain: 1 }, { delete: 1 }], 2],
  [3, [{ retain: 1 }, { delete: 9 }], 1],
  [0, [{ insert: "ab" }], 0],
] as const)("the index %i after %j is %i", (index, delta, expected) => {
  expect(follow(index, delta)).toBe(expected);
});
