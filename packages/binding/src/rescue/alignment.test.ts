import fc from "fast-check";
import { expect, test } from "vitest";
import { align } from "./alignment.ts";

test.each([
  ["two", "one two", [4, 5, 6]],
  ["one two", "two", [-1, -1, -1, -1, 0, 1, 2]],
  ["one two", "one bigger two", [0, 1, 2, 3, 11, 12, 13]],
  ["abc", "", [-1, -1, -1]],
  ["", "abc", []],
])("%j stands in %j where it is read", (from, to, expected) => {
  expect([...align(from, to)]).toEqual(expected);
});

test("what is aligned is equal, in order, and all of what stands in both once", () => {
  const texts = fc.string({ unit: fc.constantFrom("a", "b", "c", "d"), maxLength: 40 });
  fc.assert(
    fc.property(texts, texts, (from, to) => {
      let last = -1;
      for (const [at, there] of align(from, to).entries()) {
        if (there === -1) continue;
        expect(to[there]).toBe(from[at]);
        expect(there).toBeGreaterThan(last);
        last = there;
      }
      expect(align(from, to).filter((there) => there !== -1)).toHaveLength(commonLetters(from, to));
    }),
  );
});

test("texts with little in common are told apart in a moment", () => {
  const from = "ab".repeat(20_000);
  const to = "cd".repeat(20_000);
  expect(align(from, to).every((there) => there === -1)).toBe(true);
});

/** The longest text that can be read in both by leaving letters out. */
function commonLetters(from: string, to: string): number {
  let row = Array.from({ length: to.length + 1 }, () => 0);
  for (const letter of from) {
    const next = [0];
    for (let at = 0; at < to.length; at++)
      next.push(letter === to[at] ? (row[at] ?? 0) + 1 : Math.max(row[at + 1] ?? 0, next[at] ?? 0));
    row = next;
  }
  return row.at(-1) ?? 0;
}
