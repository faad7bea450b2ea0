import { expect, test } from "vitest";
import { expand } from "./template.ts";

const match = { index: 0, text: "2026-11", groups: ["2026", undefined], named: { year: "2026" } };

test.each([
  ["plain", "plain"],
  ["$1.", "2026."],
  ["[$2]", "[]"],
  ["$&$&", "2026-112026-11"],
  ["$$1", "$1"],
  ["$<year>!", "2026!"],
  ["$<other>", ""],
  ["$3 $0 $", "$3 $0 $"],
  ["$12", "20262"],
])("FN-2 the replacement %j of an expression says %j", (template, text) => {
  expect(expand(template, match)).toBe(text);
});

test("without groups no sign but $$ and $& means anything", () => {
  expect(expand("$1 $<a> $& $$", { index: 0, text: "x" })).toBe("$1 $<a> x $");
});
