import { AddMarkStep, AttrStep, RemoveMarkStep, type Step } from "prosemirror-transform";

/** The stretch of the document before it that a step is about. */
export function touchedRange(step: Step): { readonly from: number; readonly to: number } {
  if (step instanceof AttrStep) return { from: step.pos, to: step.pos + 1 };
  if (step instanceof AddMarkStep || step instanceof RemoveMarkStep) return { from: step.from, to: step.to };
  let [from, to] = [Number.POSITIVE_INFINITY, 0];
  step.getMap().forEach((oldStart, oldEnd) => {
    from = Math.min(from, oldStart);
    to = Math.max(to, oldEnd);
  });
  return { from: Math.min(from, to), to };
}
