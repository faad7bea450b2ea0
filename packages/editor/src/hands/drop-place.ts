import type { Node } from "prosemirror-model";
import type { EditorView } from "prosemirror-view";
import { type BlockPlace, placeAt } from "../moving/block-place.ts";
import { type BlockRun, depthOf, hasHead, type IsHidden, isFlow } from "../moving/block-run.ts";
import type { Point } from "./block-under.ts";

/** Where carried blocks would go, and the line that says so. */
export interface Drop {
  readonly place: BlockPlace;
  readonly line: Line;
}

/** In the window. */
export interface Line {
  readonly left: number;
  readonly top: number;
  readonly width: number;
}

/** The blocks of one flow, as they are drawn. */
interface DrawnFlow {
  readonly node: Node;
  /** Where each block begins, and where the last one ends. */
  readonly starts: readonly number[];
}

/** How near to its upper and lower edge a block that holds blocks is passed by. */
const edge = 10;
/** Between a line and the only block beside it. */
const gap = 4;

/** What is carried, and where. */
export interface Carrying {
  readonly view: EditorView;
  readonly run: BlockRun;
  /** How many levels further in than it stands it is held. */
  readonly deeper: number;
  readonly isHidden: IsHidden;
}

/** Where the run would go if it were let go here: between two blocks, as deep as it is held, as far as may be. */
export function dropAt(carrying: Carrying, point: Point): Drop | null {
  const { view, run, isHidden } = carrying;
  let flow = drawnFlow(view.state.doc, 0);
  for (;;) {
    const index = blockAt(view, flow, point.y, isHidden);
    if (index === null) return dropBetween(carrying, flow, flow.node.childCount);
    const child = flow.node.child(index);
    const pos = flow.starts[index] ?? 0;
    if (pos >= run.from && pos < run.to) return dropBetween(carrying, flow, run.first);
    const box = boxOf(view, pos);
    const isInside = point.y > box.top + edge && point.y < box.bottom - edge;
    if (!isInside || !mayEnter(child, pos, carrying)) {
      const isBelow = point.y > (box.top + box.bottom) / 2;
      return dropBetween(carrying, flow, isBelow ? shownAfter(flow, index, isHidden) : index);
    }
    flow = drawnFlow(child, pos + 1);
  }
}

function dropBetween(
  { view, run, deeper, isHidden }: Carrying,
  { node, starts }: DrawnFlow,
  gapIndex: number,
): Drop | null {
  // A toggle's line stays its first.
  const index = hasHead(node) ? Math.max(1, gapIndex) : gapIndex;
  const place = placeAt(view.state.doc, run, starts[index] ?? 0, depthOf(run) + deeper);
  if (!place) return null;
  let shown = index - 1;
  while (shown > 0 && isHidden(starts[shown] ?? 0)) shown--;
  const above = shown >= 0 ? boxOf(view, starts[shown] ?? 0) : null;
  const below = index < node.childCount ? boxOf(view, starts[index] ?? 0) : null;
  const around = edgesOf(view, starts[0] ?? 0);
  const inset = place.indent * stepOf(view);
  const line = { left: around.left + inset, top: between(above, below), width: around.width - inset };
  return { place, line };
}

function between(above: DOMRect | null, below: DOMRect | null): number {
  if (above && below) return (above.bottom + below.top) / 2;
  return above ? above.bottom + gap : (below?.top ?? 0) - gap;
}

function drawnFlow(node: Node, start: number): DrawnFlow {
  const starts = [start];
  let pos = start;
  for (const child of node.children) {
    pos += child.nodeSize;
    starts.push(pos);
  }
  return { node, starts };
}

/** The first block that reaches below a height; null below the last. They stand below each other: it is looked for by halves. */
function blockAt(
  view: EditorView,
  { node, starts }: DrawnFlow,
  y: number,
  isHidden: IsHidden,
): number | null {
  let [low, high] = [0, node.childCount];
  while (low < high) {
    const middle = (low + high) >> 1;
    let shown = middle;
    while (shown > low && isHidden(starts[shown] ?? 0)) shown--;
    if (boxOf(view, starts[shown] ?? 0).bottom > y) high = shown;
    else low = middle + 1;
  }
  return low < node.childCount ? low : null;
}

/** The index behind a block and what is folded away under it. */
function shownAfter({ node, starts }: DrawnFlow, index: number, isHidden: IsHidden): number {
  let after = index + 1;
  while (after < node.childCount && isHidden(starts[after] ?? 0)) after++;
  return after;
}

function mayEnter(node: Node, pos: number, { run, isHidden }: Carrying): boolean {
  const last = node.lastChild;
  if (!isFlow(node) || !last || isHidden(pos + node.nodeSize - 1 - last.nodeSize)) return false;
  const blocks = run.flow.children.slice(run.first, run.end);
  return blocks.every(({ type }) => node.canReplaceWith(node.childCount, node.childCount, type));
}

function boxOf(view: EditorView, pos: number): DOMRect {
  const dom = view.nodeDOM(pos);
  return dom instanceof HTMLElement ? dom.getBoundingClientRect() : new DOMRect();
}

/** How far to the sides the flow of the block at a position reaches. */
function edgesOf(view: EditorView, pos: number): DOMRect {
  const { parentElement } = view.nodeDOM(pos) ?? view.dom;
  return (parentElement ?? view.dom).getBoundingClientRect();
}

/** How far one level of a list is further in. */
export function stepOf(view: EditorView): number {
  const page = getComputedStyle(view.dom.ownerDocument.documentElement);
  const inRem = Number.parseFloat(getComputedStyle(view.dom).getPropertyValue("--quire-step"));
  return inRem * Number.parseFloat(page.fontSize) || 27;
}
