import type { Node, ResolvedPos } from "prosemirror-model";
import { isParagraph, shapeOf } from "../blocks.ts";
import { hasHead } from "../moving/block-run.ts";

/** A heading, and what follows it in its flow up to the next heading of its level or a higher one. */
export interface Section {
  /** The position before the heading. */
  readonly pos: number;
  readonly heading: Node;
  /** From where to where its blocks stand, which are behind the heading. */
  readonly from: number;
  readonly to: number;
  readonly blocks: readonly Node[];
}

/** The section of the heading at a position. Null where there is none, or nothing in it. */
export function sectionOf(doc: Node, pos: number): Section | null {
  const $pos = doc.resolve(pos);
  const { parent } = $pos;
  const heading = $pos.nodeAfter;
  const level = levelAt(parent, $pos.index());
  if (heading === null || level === null) return null;
  const first = $pos.index() + 1;
  let end = first;
  let to = pos + heading.nodeSize;
  while (end < parent.childCount && (levelAt(parent, end) ?? 7) > level) to += parent.child(end++).nodeSize;
  const blocks = parent.children.slice(first, end);
  return blocks.length > 0 ? { pos, heading, from: pos + heading.nodeSize, to, blocks } : null;
}

/** The position before the heading that a place stands under, or in; the innermost. Null where there is none. */
export function headingAbove($pos: ResolvedPos): number | null {
  for (let depth = $pos.depth; depth > 0; depth--) {
    const flow = $pos.node(depth - 1);
    let index = $pos.index(depth - 1);
    let pos = $pos.before(depth);
    while (index > 0 && levelAt(flow, index) === null) pos -= flow.child(--index).nodeSize;
    if (levelAt(flow, index) !== null) return pos;
  }
  return null;
}

/** The level of a block that is a heading and nothing else: an item's heading and a toggle's line have signs of their own. */
function levelAt(flow: Node, index: number): number | null {
  const block = flow.child(index);
  // Asked of many blocks at each key: most say at once that they are none.
  if (!isParagraph(block) || block.attrs.kind !== "heading" || (index === 0 && hasHead(flow))) return null;
  const { heading, list } = shapeOf(block);
  return list === null ? heading : null;
}
