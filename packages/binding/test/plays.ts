import fc from "fast-check";
import type { BindingName } from "./bindings.ts";
import { type EditName, edits } from "./edits.ts";
import type { Move, Play } from "./play.ts";
import { texts } from "./texts.ts";

const who = fc.nat(2);
const names = Object.keys(edits) as EditName[];
const change: fc.Arbitrary<Move> = fc.record({
  type: fc.constant("edit"),
  who,
  name: fc.constantFrom(...names),
  dice: fc.nat(),
  isNewStep: fc.boolean(),
});
const takeBack: fc.Arbitrary<Move> = fc.record({ type: fc.constantFrom("undo", "redo"), who });
const delivery: fc.Arbitrary<Move> = fc.record({
  type: fc.constant("deliver"),
  who,
  sender: who,
  count: fc.integer({ min: 1, max: 3 }),
  isMerged: fc.boolean(),
  into: fc.option(fc.constantFrom(...names), { nil: undefined, freq: 1 }),
  dice: fc.nat(),
});
const move = fc.oneof(
  { weight: 10, arbitrary: change },
  { weight: 3, arbitrary: takeBack },
  { weight: 4, arbitrary: delivery },
);

/** Two or three pages, each with one of these bindings, in which so many things happen. */
export function plays(bindings: readonly BindingName[], least: number, most: number): fc.Arbitrary<Play> {
  const page = fc.constantFrom(...bindings);
  return fc.record({
    text: fc.nat(texts.length - 1),
    pages: fc.array(page, { minLength: 2, maxLength: 3 }),
    clients: fc.constantFrom([1, 2, 3], [3, 2, 1], [2, 3, 1]),
    moves: fc.array(move, { minLength: least, maxLength: most, size: "max" }),
  });
}
