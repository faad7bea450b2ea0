import fc from "fast-check";
import type { Node } from "prosemirror-model";
import { expect, test } from "vitest";
import { printedSeed, runs } from "../../../../trouble/runs.ts";
import { doc, h, p, quote } from "../../test/schema.ts";
import { compose } from "../delta/compose.ts";
import { alignedGaps } from "./alignment.ts";
import { shapeOf } from "./gaps.ts";

const words = fc.stringMatching(/^[ab ]{0,8}$/);
const block: fc.Arbitrary<Node> = fc.oneof(
  words.map((text) => p(text)),
  words.map((text) => h(text)),
  words.map((text) => quote(p(text))),
);
const anyDoc = fc.array(block, { maxLength: 4 }).map((blocks) => doc(...blocks));

test("what lies between the gaps is the same on both sides, and the gaps make one of the other", () => {
  const seed = printedSeed("alignments");
  fc.assert(
    fc.property(anyDoc, anyDoc, (before, after) => {
      const whole = { from: 0, to: before.content.size, newFrom: 0, newTo: after.content.size };
      const gaps = alignedGaps(whole, before, after, null);
      let [at, newAt] = [0, 0];
      for (const gap of [
        ...gaps,
        { from: whole.to, to: whole.to, newFrom: whole.newTo, newTo: whole.newTo },
      ]) {
        expect(gap.newFrom - newAt).toBe(gap.from - at);
        expect(lettersIn(after, newAt, gap.newFrom)).toBe(lettersIn(before, at, gap.from));
        [at, newAt] = [gap.to, gap.newTo];
      }
      const shape = shapeOf(gaps, 0);
      const size = compose([{ insert: "x".repeat(whole.to) }], shape).reduce(
        (sum, op) => sum + ("insert" in op && typeof op.insert === "string" ? op.insert.length : 0),
        0,
      );
      expect(size).toBe(after.content.size);
    }),
    { seed, numRuns: runs(2_000, 50_000) },
  );
});

test("words stay the same words in a block of another type, in a quote, and in two blocks", () => {
  const before = doc(p("one two"));
  const whole = (after: Node) => ({ from: 0, to: 9, newFrom: 0, newTo: after.content.size });
  for (const after of [doc(h("one two")), doc(quote(p("one two"))), doc(p("one"), p(" two"))]) {
    for (const gap of alignedGaps(whole(after), before, after, null)) {
      expect(lettersIn(before, gap.from, gap.to)).toBe("");
      expect(lettersIn(after, gap.newFrom, gap.newTo)).toBe("");
    }
  }
});

function lettersIn(node: Node, from: number, to: number): string {
  return node.textBetween(from, to);
}
