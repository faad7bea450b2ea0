import type { Node } from "prosemirror-model";
import { shapeOf } from "../blocks.ts";
import { allShown, type BlockRun, depthOf, hasHead, type IsHidden, isFlow, runAt } from "./block-run.ts";

/** Where blocks may go: between two blocks of a flow, and how deep. */
export interface BlockPlace {
  readonly pos: number;
  readonly indent: number;
}

/** One step up: above the block above with all that hangs under it, into a block that holds blocks, or out of one. */
export function placeAbove(doc: Node, run: BlockRun, isHidden: IsHidden = allShown): BlockPlace | null {
  const { flow, first, from } = run;
  const around = doc.resolve(from);
  if (first === (hasHead(flow) ? 1 : 0)) return around.depth > 0 ? placeAt(doc, run, around.before()) : null;
  const unit = unitAbove(run, isHidden);
  const above = flow.child(first - 1);
  const isEntered = unit === from - above.nodeSize && mayEnter(above, unit, run, isHidden);
  return placeAt(doc, run, isEntered ? from - 1 : unit);
}

/** One step down, likewise. */
export function placeBelow(doc: Node, run: BlockRun, isHidden: IsHidden = allShown): BlockPlace | null {
  const { flow, end, to } = run;
  const around = doc.resolve(to);
  const below = flow.maybeChild(end);
  if (!below) return around.depth > 0 ? placeAt(doc, run, around.after()) : null;
  if (mayEnter(below, to, run, isHidden)) {
    return placeAt(doc, run, to + 1 + (hasHead(below) ? (below.firstChild?.nodeSize ?? 0) : 0));
  }
  const next = to + below.nodeSize;
  const isUnder = shapeOf(below).indent < depthOf(run) && !isHidden(next);
  return placeAt(doc, run, isUnder ? next : (runAt(doc, to, isHidden)?.to ?? next));
}

/** The place at a position, as deep as the blocks stand now or as is asked for, where that may be; null where none may be. */
export function placeAt(doc: Node, run: BlockRun, pos: number, indent = depthOf(run)): BlockPlace | null {
  const $pos = doc.resolve(pos);
  const flow = $pos.parent;
  const isInside = pos > run.from && pos < run.to;
  if (!isFlow(flow) || isInside || (hasHead(flow) && $pos.index() === 0)) return null;
  const isSameFlow = flow === run.flow && $pos.start() === doc.resolve(run.from).start();
  const blocks = run.flow.children.slice(run.first, run.end);
  if (!isSameFlow && !blocks.every(({ type }) => flow.canReplaceWith($pos.index(), $pos.index(), type)))
    return null;
  const isAtRun = isSameFlow && (pos === run.from || pos === run.to);
  const above = flow.maybeChild((isAtRun ? run.first : $pos.index()) - 1);
  const below = flow.maybeChild(isAtRun ? run.end : $pos.index());
  const deepest = above ? shapeOf(above).indent + (shapeOf(above).list === null ? 0 : 1) : 0;
  const shallowest = Math.min(deepest, below ? shapeOf(below).indent : 0);
  return { pos, indent: Math.max(shallowest, Math.min(indent, deepest)) };
}

/** Where the nearest block above begins that is shown, and no deeper than the run. */
function unitAbove(run: BlockRun, isHidden: IsHidden): number {
  const { flow, first, from } = run;
  const depth = depthOf(run);
  let index = first - 1;
  let pos = from - flow.child(index).nodeSize;
  while (index > 0 && (shapeOf(flow.child(index)).indent > depth || isHidden(pos))) {
    index--;
    pos -= flow.child(index).nodeSize;
  }
  return pos;
}

/** Whether the run may go into a block at a position. What is folded is passed by. */
function mayEnter(node: Node, pos: number, { flow, first, end }: BlockRun, isHidden: IsHidden): boolean {
  const last = node.lastChild;
  if (!isFlow(node) || !last || isHidden(pos + node.nodeSize - 1 - last.nodeSize)) return false;
  const blocks = flow.children.slice(first, end);
  return blocks.every(({ type }) => node.canReplaceWith(node.childCount, node.childCount, type));
}
