import type { EditorView } from "prosemirror-view";
import { hasHead, isFlow } from "../moving/block-run.ts";

/** A place in the window. */
export interface Point {
  readonly x: number;
  readonly y: number;
}

/** A block's position and what it is drawn as. */
export interface DrawnBlock {
  readonly pos: number;
  readonly dom: HTMLElement;
}

/**
 * The block at a place in the window, also for a place beside the text. `undefined` between two blocks, where what was pointed
 * at before still is; null where there is no text.
 */
export function blockUnder(view: EditorView, { x, y }: Point): DrawnBlock | undefined | null {
  const text = view.dom.getBoundingClientRect();
  if (y < text.top || y > text.bottom) return null;
  const across = [Math.max(text.left + 1, Math.min(x, text.right - 1)), (text.left + text.right) / 2];
  for (const left of across) {
    const element = view.dom.ownerDocument.elementsFromPoint(left, y).find((at) => view.dom.contains(at));
    const block = element && element !== view.dom ? drawnAround(view, element) : null;
    if (block) return block;
  }
  return undefined;
}

/** The innermost block around a position that can be taken by itself, as it is drawn. */
export function drawnBlock(view: EditorView, pos: number): DrawnBlock | null {
  const $pos = view.state.doc.resolve(pos);
  let found: number | null = null;
  for (let depth = 1; depth <= $pos.depth && isFlow($pos.node(depth - 1)); depth++) {
    if (depth > 1 && hasHead($pos.node(depth - 1)) && $pos.index(depth - 1) === 0) break;
    found = $pos.before(depth);
  }
  if (isFlow($pos.parent) && $pos.nodeAfter?.isLeaf) found = pos;
  const dom = found === null ? null : view.nodeDOM(found);
  return found !== null && dom instanceof HTMLElement ? { pos: found, dom } : null;
}

/** The block that is drawn as this element, wherever it stands now. */
export function blockDrawnAs(view: EditorView, dom: HTMLElement): DrawnBlock | null {
  if (!view.dom.contains(dom)) return null;
  const block = drawnBlock(view, view.posAtDOM(dom, 0));
  return block?.dom === dom ? block : null;
}

/** The block that an element draws or stands in; null for the ground between the blocks of a flow. */
function drawnAround(view: EditorView, element: Element): DrawnBlock | null {
  const block = drawnBlock(view, view.posAtDOM(element, 0));
  const node = block && view.state.doc.nodeAt(block.pos);
  if (!block || !node) return null;
  const first = isFlow(node) && node.firstChild ? view.nodeDOM(block.pos + 1) : null;
  return first?.parentNode === element && element !== block.dom ? null : block;
}
