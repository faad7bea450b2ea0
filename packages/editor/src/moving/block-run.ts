import { schema } from "@quire/schema";
import type { Node, NodeType, ResolvedPos } from "prosemirror-model";
import type { EditorState } from "prosemirror-state";
import { selectedBlocks, shapeOf } from "../blocks.ts";

/** Blocks that follow one another in one flow, and go together wherever they go. */
export interface BlockRun {
  readonly flow: Node;
  /** The index of the first, and of what stands behind the last. */
  readonly first: number;
  readonly end: number;
  readonly from: number;
  readonly to: number;
}

/** Whether the block at a position is folded away. It goes with what stands above it, and nothing goes in between. */
export type IsHidden = (pos: number) => boolean;

/** Every block is shown. */
export const allShown: IsHidden = () => false;

/** What is meant by the selection, with all that hangs under it. Null where no block is. */
export function selectedRun(
  { doc, selection }: Pick<EditorState, "doc" | "selection">,
  isHidden: IsHidden = allShown,
): BlockRun | null {
  const blocks = selectedBlocks({ selection });
  const [first] = blocks;
  const last = blocks.at(-1);
  if (!first || !last) return null;
  if (!isFlow(first.flow) || (hasHead(first.flow) && first.index === 0)) {
    return runAround(doc.resolve(first.pos), isHidden);
  }
  return withTail(doc, first.pos, first.index, last.index + 1, isHidden);
}

/** The block at a position, with all that hangs under it. */
export function runAt(doc: Node, pos: number, isHidden: IsHidden = allShown): BlockRun | null {
  const $pos = doc.resolve(pos);
  const index = $pos.index();
  if (!isFlow($pos.parent) || $pos.parent.inlineContent || !$pos.nodeAfter) return null;
  return withTail(doc, pos, index, index + 1, isHidden);
}

/** The blocks between two positions of one flow. Null where these are no such positions. */
export function runBetween(doc: Node, from: number, to: number): BlockRun | null {
  const $from = doc.resolve(from);
  const $to = doc.resolve(to);
  if (from >= to || !$from.sameParent($to) || !isFlow($from.parent)) return null;
  return { flow: $from.parent, first: $from.index(), end: $to.index(), from, to };
}

/** Whether paragraphs may stand in a node. A table holds rows, and its cells are flows. */
export function isFlow({ type }: Node): boolean {
  return isFlowType(type);
}

/** Whether paragraphs may stand in nodes of this type. */
export function isFlowType({ isBlock, isLeaf, inlineContent, contentMatch }: NodeType): boolean {
  return isBlock && !isLeaf && !inlineContent && contentMatch.matchType(schema.nodes.paragraph) !== null;
}

/** Whether the first block stands for the whole: a toggle's line, which is shown when it is folded. */
export function hasHead({ type }: Node): boolean {
  return type === schema.nodes.toggle;
}

/** The smallest indent among the blocks. */
export function depthOf({ flow, first, end }: BlockRun): number {
  return Math.min(...flow.children.slice(first, end).map((node) => shapeOf(node).indent));
}

/** The innermost block around a position that stands in a flow, and is not another's first line. */
function runAround($pos: ResolvedPos, isHidden: IsHidden): BlockRun | null {
  for (let depth = $pos.depth; depth > 0; depth--) {
    const flow = $pos.node(depth - 1);
    const isHead = hasHead(flow) && $pos.index(depth - 1) === 0;
    if (isFlow(flow) && !isHead) return runAt($pos.doc, $pos.before(depth), isHidden);
  }
  return null;
}

/** With the blocks that are deeper than an item among them, and those that are folded away. */
function withTail(doc: Node, from: number, first: number, last: number, isHidden: IsHidden): BlockRun {
  const $from = doc.resolve(from);
  const flow = $from.parent;
  let end = first;
  let to = from;
  let depth = Number.POSITIVE_INFINITY;
  while (end < flow.childCount) {
    const { list, indent } = shapeOf(flow.child(end));
    if (end >= last && indent <= depth && !isHidden(to)) break;
    if (list !== null) depth = Math.min(depth, indent);
    to += flow.child(end++).nodeSize;
  }
  return { flow, first, end, from, to };
}
