import { Fragment, type Node, Slice } from "prosemirror-model";
import { ReplaceStep, Transform } from "prosemirror-transform";
import type { Delta } from "../delta/delta.ts";
import { HeldText, type Stretch } from "./held-text.ts";
import type { Region } from "./region.ts";
import type { Replacement } from "./replacements.ts";

/** Replacements that stand where words can be, and what that changes beside them. */
interface Homed {
  readonly replacements: readonly Replacement[];
  readonly moved?: Delta;
}

/**
 * The replacements, where others have left the words a block: between two blocks, the one before or the one behind. Null
 * where they have not.
 */
export function inHomes(
  wanted: readonly Replacement[],
  shared: Node,
  { from, sharedTo }: Region,
): Homed | null {
  if (!wanted.some((each) => isHomeless(each, shared))) return { replacements: wanted };
  const [place] = wanted;
  if (!place || wanted.length > 1) return null;
  const { nodeBefore, nodeAfter } = shared.resolve(place.from);
  const { size } = place.slice;
  const at = place.from - from;
  if (at > 0 && nodeBefore?.isTextblock) {
    const home = place.from - 1;
    const moved = [{ retain: at - 1 }, { delete: 1 }, { retain: size }, { insert: "\0" }];
    return { replacements: [{ ...place, from: home, to: home }], moved };
  }
  if (place.from === sharedTo || !nodeAfter?.isTextblock) return null;
  const home = place.from + 1;
  const moved = [{ retain: at }, { insert: "\0" }, { retain: size }, { delete: 1 }];
  return { replacements: [{ ...place, from: home, to: home }], moved };
}

function isHomeless({ from, slice }: Replacement, shared: Node): boolean {
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
 * Others have deleted the block that was composed in. All that was composed, not its last letters alone, is put into one
 * like it, at this place of the shared document.
 */
export function giveHome({ region, text, doc, shared }: Sides, now: Stretch, place: number) {
  const { from, sharedTo } = region;
  const { from: start, to: end } = text.composed ?? { from: 0, to: 0 };
  const { parent } = doc.resolve(now.from + start);
  const content = doc.slice(now.from + start, now.from + end).content;
  const $place = shared.resolve(place);
  const at = $place.parent.inlineContent ? $place.after() : place;
  const tr = new Transform(shared);
  if (start === end || !parent.isTextblock) return { tr, text: apart(now.to - now.from, sharedTo - from) };
  tr.step(new ReplaceStep(at, at, new Slice(Fragment.from(parent.copy(content)), 0, 0)));
  const pending: Delta = [
    { insert: "\0".repeat(at - from + 1) },
    { delete: start },
    { retain: end - start },
    { insert: "\0".repeat(sharedTo - at + 1) },
    { delete: now.to - now.from - end },
  ];
  return { tr, text: new HeldText(pending, { from: start, to: end }) };
}

/** Nothing on the one side is anything on the other. */
function apart(shown: number, shared: number): HeldText {
  return new HeldText([{ insert: "\0".repeat(shared) }, { delete: shown }]);
}
