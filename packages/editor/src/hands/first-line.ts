import type { EditorView } from "prosemirror-view";
import type { DrawnBlock, Point } from "./block-under.ts";

/** Of a block that does not begin with text: as far below its upper edge as the middle of a line would be. */
const halfLine = 15;

/** Where a block begins in the window: its edge, and the middle of its first line. */
export function firstLineOf(view: EditorView, { pos, dom }: DrawnBlock): Point {
  const { left, top, height } = dom.getBoundingClientRect();
  const y = lineMiddle(view, pos, top) ?? top + Math.min(height / 2, halfLine);
  return { x: Math.round(left), y: Math.round(y) };
}

/** The middle of the first line of text, where that is at the block's top: a picture's caption is not. */
function lineMiddle(view: EditorView, pos: number, top: number): number | null {
  let at = pos;
  let node = view.state.doc.nodeAt(at);
  while (node && !node.isTextblock && node.type.name === "toggle") node = view.state.doc.nodeAt(++at);
  if (!node?.isTextblock) return null;
  const line = view.coordsAtPos(at + 1);
  const isAtTop = line.top - top < 2 * (line.bottom - line.top);
  return isAtTop ? (line.top + line.bottom) / 2 : null;
}
