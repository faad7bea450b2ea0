import fc from "fast-check";
import { expect, test } from "vitest";
import { type ComparedLine, compare, hasMoreHere } from "./comparison.ts";

/** One of the two texts, as the comparison shows it where nothing is left out. */
function textOf(compared: readonly ComparedLine[], side: "here" | "there"): string {
  return compared
    .flatMap((line) => (line.type === "line" ? line.pieces : []))
    .flatMap(({ change, text }) => (change === "same" || change === side ? [text] : []))
    .join("");
}

const plain = (text: string) => text.replace(/\s/g, "");

test("V5 a word more is a word more, and what is the same around it is left out", () => {
  const there = "one\ntwo\nthree\nfour words in it\nfive\nsix\nseven";
  const here = "one\ntwo\nthree\nfour new words in it\nfive\nsix\nseven";
  expect(compare(there, here)).toEqual([
    { type: "gap", lines: 2 },
    { type: "line", pieces: [{ change: "same", text: "three" }] },
    {
      type: "line",
      pieces: [
        { change: "same", text: "four " },
        { change: "here", text: "new " },
        { change: "same", text: "words in it" },
      ],
    },
    { type: "line", pieces: [{ change: "same", text: "five" }] },
    { type: "gap", lines: 2 },
  ]);
});

test("V5 lines that are only here, or only there, are whole", () => {
  expect(compare("a", "a\nb")).toEqual([
    { type: "line", pieces: [{ change: "same", text: "a" }] },
    { type: "line", pieces: [{ change: "here", text: "b" }] },
  ]);
  expect(compare("a\nb", "b")).toEqual([
    { type: "line", pieces: [{ change: "there", text: "a" }] },
    { type: "line", pieces: [{ change: "same", text: "b" }] },
  ]);
  expect(compare("", "a")).toEqual([{ type: "line", pieces: [{ change: "here", text: "a" }] }]);
});

test("V5 texts that are the same differ in nothing", () => {
  const compared = compare("a\nb\nc", "a\nb\nc");
  expect(compared).toEqual([{ type: "gap", lines: 3 }]);
  expect(compared && hasMoreHere(compared)).toBe(false);
});

test("V5 whatever two texts are, nothing of what differs is missing, and nothing is told as new that is in both", () => {
  const word = fc.constantFrom("a", "b", "c", "dd", "🙂", "é");
  const text = fc.array(fc.array(word, { maxLength: 4 }), { maxLength: 6 });
  const joined = text.map((lines) => lines.map((words) => words.join(" ")).join("\n"));
  fc.assert(
    fc.property(joined, joined, (there, here) => {
      const compared = compare(there, here) ?? [];
      if (compared.some(({ type }) => type === "gap")) return;
      expect(plain(textOf(compared, "here"))).toBe(plain(here));
      expect(plain(textOf(compared, "there"))).toBe(plain(there));
    }),
    { numRuns: 500 },
  );
});
