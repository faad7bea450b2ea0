import fc from "fast-check";
import { describe, test } from "vitest";
import { printedSeed, runs } from "../../../trouble/runs.ts";
import type { BindingName } from "./bindings.ts";
import { play } from "./play.ts";
import { plays } from "./plays.ts";

interface Size {
  readonly cases: number;
  readonly least: number;
  readonly most: number;
}

/** Each play says what went wrong in it, which is nothing. */
function prove(bindings: readonly BindingName[], { cases, least, most }: Size): void {
  fc.assert(
    fc.property(plays(bindings, least, most), (random) => {
      const { log, faults } = play(random);
      if (faults.length > 0) throw new Error([...log, ...faults].join("\n"));
    }),
    { seed: printedSeed(`${cases} plays of ${least} to ${most} moves`), numRuns: cases },
  );
}

const cast: readonly (readonly [string, readonly BindingName[], number])[] = [
  ["ours, now and then beside stock pages", ["ours", "ours", "stock"], 9_000],
  ["stock alone", ["stock"], 1_000],
];

describe.each(cast)("in pages of %s", { timeout: runs(600_000, 24 * 3_600_000) }, (_, bindings, cases) => {
  test("after a few edits at once all show the same document, the shared one, and what was not touched stays", () => {
    prove(bindings, { cases: runs(cases, 10 * cases), least: 2, most: 7 });
  });

  test("after 100 edits, undos and deliveries, too", () => {
    prove(bindings, { cases: runs(cases / 100, cases / 10), least: 100, most: 100 });
  });

  test("after 300 edits, undos and deliveries, too", () => {
    prove(bindings, { cases: runs(cases / 500, cases / 50), least: 300, most: 300 });
  });
});
