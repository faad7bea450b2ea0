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

test.each([
  ["a1b end", "x1y end", [-1, -1, -1, 3, 4, 5, 6]],
  ["end a1b", "end x1y", [0, 1, 2, 3, -1, -1, -1]],
  ["abcdef", "abXcdYef", [0, 1, 3, 4, 6, 7]],
])("a letter of %j that is in another word of %j is there by chance", (from, to, expected) => {
  expect([...align(from, to)]).toEqual(expected);
});

const texts = fc.string({ unit: fc.constantFrom("a", "b", "c", "d"), maxLength: 40 });

test("what is aligned is equal, and in order", () => {
  fc.assert(
    fc.property(texts, texts, (from, to) => {
      let last = -1;
      for (const [at, there] of align(from, to).entries()) {
        if (there === -1) continue;
        expect(to[there]).toBe(from[at]);
        expect(there).toBeGreaterThan(last);
        last = there;
      }
    }),
  );
});

test("a text that others only added to is all found", () => {
  fc.assert(
    fc.property(fc.array(fc.tuple(texts, texts), { maxLength: 5 }), (parts) => {
      const from = parts.map(([own]) => own).join("");
      const to = parts.flat().join("");
      expect(align(from, to)).not.toContain(-1);
      expect(align(to, from).filter((there) => there !== -1)).toHaveLength(from.length);
    }),
  );
});

test("texts with little in common are told apart in a moment", () => {
  const from = "ab".repeat(20_000);
  const to = "cd".repeat(20_000);
  expect(align(from, to).every((there) => there === -1)).toBe(true);
});
