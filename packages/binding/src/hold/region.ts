import type { Node } from "prosemirror-model";
import type { EditorState } from "prosemirror-state";

/**
 * A run of blocks, as it is shown and as it is shared. What lies around it is the same on both sides, so it starts at one
 * position and ends at two.
 */
export interface Region {
  readonly from: number;
  readonly shownTo: number;
  readonly sharedTo: number;
}

/** The block that the caret is in; null where it is in none, or the selection in several. */
export function regionAt({ selection: { $from, $to } }: EditorState): Region | null {
  if ($from.depth === 0 || !$from.parent.isTextblock || !$from.sameParent($to)) return null;
  const to = $from.after();
  return { from: $from.before(), shownTo: to, sharedTo: to };
}

/** The same run on a side that has all of a stretch in it: with the blocks beside it, or around it, that this takes. */
export function widened(
  region: Region,
  doc: Node,
  side: "shownTo" | "sharedTo",
  stretch: { readonly from: number; readonly to: number },
): Region {
  let { from, shownTo, sharedTo } = region;
  const grow = (before: number, after: number) => {
    from -= before;
    shownTo += after;
    sharedTo += after;
  };
  for (;;) {
    const to = side === "shownTo" ? shownTo : sharedTo;
    if (from <= stretch.from && to >= stretch.to) return { from, shownTo, sharedTo };
    const { nodeBefore } = doc.resolve(from);
    const { nodeAfter } = doc.resolve(to);
    if (stretch.from < from && nodeBefore) grow(nodeBefore.nodeSize, 0);
    else if (stretch.to > to && nodeAfter) grow(0, nodeAfter.nodeSize);
    else grow(1, 1);
  }
}
