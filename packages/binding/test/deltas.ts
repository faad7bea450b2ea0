import fc from "fast-check";
import { type Delta, type Formats, lengthOf, normalise, type Op } from "../src/delta/delta.ts";

const values = fc.constantFrom<unknown>({}, { href: "a" }, { href: "b" });
const names = fc.constantFrom("strong", "em", "link");
const formats: fc.Arbitrary<Formats> = fc.dictionary(names, values, { maxKeys: 2 });
const changedFormats: fc.Arbitrary<Formats> = fc.dictionary(names, fc.oneof(values, fc.constant(null)), {
  maxKeys: 2,
});
const inserted: fc.Arbitrary<string | object> = fc.oneof(
  { weight: 5, arbitrary: fc.stringMatching(/^[a-d\n]{1,4}$/) },
  { weight: 1, arbitrary: fc.constantFrom({ image: "x" }, { image: "y" }) },
);
const insert: fc.Arbitrary<Op> = fc.record({ insert: inserted, attributes: formats }).map(withoutIdle);

/** Any text: a delta of inserts. */
export const text: fc.Arbitrary<Delta> = fc.array(insert, { maxLength: 5 }).map(normalise);

const piece: fc.Arbitrary<Op> = fc.oneof(
  insert,
  fc.record({ delete: fc.integer({ min: 1, max: 5 }) }),
  fc.record({ retain: fc.integer({ min: 1, max: 5 }) }),
  fc.record({ retain: fc.integer({ min: 1, max: 5 }), attributes: changedFormats }).map(withoutIdle),
);

/** Any pieces, not yet cut to the length of a text. */
export const pieces: fc.Arbitrary<Delta> = fc.array(piece, { maxLength: 7 });

/** A change of a text of this length, out of any pieces. */
export function changeOf(length: number, delta: Delta): Delta {
  let left = length;
  const fitting = delta.flatMap((op): Op[] => {
    if ("insert" in op) return [op];
    const taken = Math.min(left, lengthOf(op));
    left -= taken;
    if (taken === 0) return [];
    return "delete" in op ? [{ delete: taken }] : [{ ...op, retain: taken }];
  });
  return normalise(fitting);
}

function withoutIdle<T extends { readonly attributes: Formats }>(op: T): T | Omit<T, "attributes"> {
  const { attributes, ...rest } = op;
  return Object.keys(attributes).length > 0 ? op : rest;
}
