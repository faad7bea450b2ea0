import { Slice } from "prosemirror-model";
import { ReplaceStep, type Transform } from "prosemirror-transform";
import { type Delta, lengthOf } from "../delta/delta.ts";

/** Something that is put in place of a stretch of a document. */
export interface Replacement {
  readonly from: number;
  readonly to: number;
  readonly slice: Slice;
}

/**
 * A delta as replacements in a document that it changes from this position on. `sliceOf` says what an insert brings,
 * by its number and by where it stands afterwards.
 */
export function replacementsOf(
  delta: Delta,
  start: number,
  sliceOf: (number: number, from: number, to: number) => Slice,
): readonly Replacement[] {
  const replacements: Replacement[] = [];
  let [at, now] = [start, start];
  for (const op of delta) {
    const length = lengthOf(op);
    const last = replacements.at(-1);
    if ("insert" in op) {
      const slice = sliceOf(Number(op.attributes?.number), now, now + length);
      replacements.push({ from: at, to: at, slice });
    } else if ("delete" in op) {
      // What is put in place of something is one step.
      if (last?.to === at) replacements[replacements.length - 1] = { ...last, to: at + length };
      else replacements.push({ from: at, to: at + length, slice: Slice.empty });
    }
    if (!("insert" in op)) at += length;
    if (!("delete" in op)) now += length;
  }
  return replacements;
}

/** Makes the replacements, the last first. False if one of them does not fit, and then the others are left out. */
export function replaceAll(tr: Transform, replacements: readonly Replacement[]): boolean {
  return [...replacements]
    .reverse()
    .every(({ from, to, slice }) => tr.maybeStep(new ReplaceStep(from, to, slice)).failed === null);
}
