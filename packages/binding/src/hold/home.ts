import { Fragment, type Node, Slice } from "prosemirror-model";
import { ReplaceStep, Transform } from "prosemirror-transform";
import type { Delta } from "../delta/delta.ts";
import { HeldText, type Stretch } from "./held-text.ts";
import type { Region } from "./region.ts";
import type { Replacement } from "./replacements.ts";

/** Whether others have taken away what words were put in: between blocks there is no place for them. */
export function isHomeless({ from, slice }: Replacement, shared: Node): boolean {
  return slice.content.firstChild?.isInline === true && !shared.resolve(from).parent.inlineContent;
}

/** The view now, and the shared document without what was edited in it last. */
interface Sides {
  readonly doc: Node;
  readonly shared: Node;
  readonly region: Region;
  readonly text: HeldText;
}

/**
 * Others have deleted the block that was composed in. What was composed is put into one like it, at this place of the shared document.
 */
export function giveHome({ region, text, doc, shared }: Sides, now: Stretch, place: number) {
  const { from, sharedTo } = region;
  const { from: start, to: end } = text.composed ?? { from: 0, to: 0 };
  const { parent } = doc.resolve(now.from + start);
  const content = doc.slice(now.from + start, now.from + end).content;
  const $inside = shared.resolve(place);
  const at = $inside.parent.inlineContent ? $inside.after() : place;
  const $at = shared.resolve(at);
  const around = $at.parent.contentMatchAt($at.index()).findWrapping(parent.type);
  const tr = new Transform(shared);
  if (start === end || !parent.isTextblock || !around) {
    return { tr, text: apart(now.to - now.from, sharedTo - from) };
  }
  const home = [...around].reverse().reduce((inner, type) => type.create(null, inner), parent.copy(content));
  tr.step(new ReplaceStep(at, at, new Slice(Fragment.from(home), 0, 0)));
  const depth = around.length + 1;
  const pending: Delta = [
    { insert: "\0".repeat(at - from + depth) },
    { delete: start },
    { retain: end - start },
    { insert: "\0".repeat(sharedTo - at + depth) },
    { delete: now.to - now.from - end },
  ];
  return { tr, text: new HeldText(pending, { from: start, to: end }) };
}

/** Nothing on the one side is anything on the other. */
function apart(shown: number, shared: number): HeldText {
  return new HeldText([{ insert: "\0".repeat(shared) }, { delete: shown }]);
}
