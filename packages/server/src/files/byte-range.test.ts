import fc from "fast-check";
import { expect, it } from "vitest";
import { printedSeed } from "../../../../trouble/runs.ts";
import { parseRange } from "./byte-range.ts";

it.each([
  [undefined, undefined],
  ["", undefined],
  ["bytes=0-9", { first: 0, last: 9 }],
  ["bytes=0-", { first: 0, last: 99 }],
  ["bytes=99-99", { first: 99, last: 99 }],
  ["bytes=90-200", { first: 90, last: 99 }],
  ["bytes=-1", { first: 99, last: 99 }],
  ["bytes=-1000", { first: 0, last: 99 }],
  ["bytes=100-", "unsatisfiable"],
  ["bytes=-0", "unsatisfiable"],
  ["bytes=999999999999999-", "unsatisfiable"],
  ["bytes=9-8", undefined],
  ["bytes=0-1,3-4", undefined],
  ["bytes=-", undefined],
  ["bytes= 0-1", undefined],
  ["bytes=a-b", undefined],
  ["bytes=0x1-2", undefined],
  ["bytes=--1", undefined],
  ["items=0-1", undefined],
  ["bytes=9999999999999999-", undefined],
])("U8 of 100 bytes, %j asks for %j", (header, range) => {
  expect(parseRange(header, 100)).toEqual(range);
});

it("U8 asks for no byte that a file does not have, whatever the header says", () => {
  const seed = printedSeed("ranges");
  const header = fc.oneof(fc.string(), fc.stringMatching(/^bytes=\d{0,16}-\d{0,16}$/));
  fc.assert(
    fc.property(header, fc.integer({ min: 1, max: 1_000 }), (text, size) => {
      const range = parseRange(text, size);
      if (range === undefined || range === "unsatisfiable") return;
      expect(range.first).toBeGreaterThanOrEqual(0);
      expect(range.last).toBeGreaterThanOrEqual(range.first);
      expect(range.last).toBeLessThan(size);
    }),
    { seed, numRuns: 2_000 },
  );
});
