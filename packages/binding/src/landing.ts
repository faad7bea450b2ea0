import type { Node } from "prosemirror-model";
import { type Mappable, ReplaceStep, type Step } from "prosemirror-transform";

/**
 * What others put into a stretch that is gone here, where it can stand beside what is left: none of it was seen by whoever
 * deleted the stretch. Null for a step that puts nothing in, or where nothing around takes it.
 */
export function landing(step: Step, mapping: Mappable, doc: Node): Step | null {
  if (!(step instanceof ReplaceStep) || step.slice.size === 0) return null;
  const { slice, from } = step;
  if (slice.openStart > 0 || slice.openEnd > 0) return null;
  const $at = doc.resolve(mapping.map(from));
  for (let { depth, pos } = $at; ; pos = $at.after(depth), depth--) {
    const index = depth === $at.depth ? $at.index() : $at.indexAfter(depth);
    if ($at.node(depth).canReplace(index, index, slice.content)) return new ReplaceStep(pos, pos, slice);
    if (depth === 0) return null;
  }
}
