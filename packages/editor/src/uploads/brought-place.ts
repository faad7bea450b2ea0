import type { Node } from "prosemirror-model";
import type { EditorState } from "prosemirror-state";
import type { EditorView } from "prosemirror-view";
import { isPlain, shapeOf } from "../blocks.ts";
import type { Place } from "./place.ts";

/** Where what somebody brings goes: below the block that the selection ends in, or before it where that is an empty line. */
export function placeAtSelection({ selection: { $to } }: Pick<EditorState, "selection">): Place {
  return { at: $to.pos, isBefore: isPlain($to.parent) && $to.parent.content.size === 0 };
}

/** Where what is dropped at a point of the window goes, or null where that is nowhere in the text. */
export function placeAtPoint(view: EditorView, point: { left: number; top: number }): Place | null {
  const found = view.posAtCoords(point);
  if (found === null) return null;
  const $at = view.state.doc.resolve(found.pos);
  const drawn = $at.depth > 0 ? view.nodeDOM($at.before()) : null;
  const box = drawn instanceof HTMLElement ? drawn.getBoundingClientRect() : null;
  return { at: found.pos, isBefore: box !== null && point.top < (box.top + box.bottom) / 2 };
}

/** How far in a block at this place stands: in the item above it, if that is one. */
export function indentAt(doc: Node, { at }: Place): number | null {
  const $at = doc.resolve(Math.min(at, doc.content.size));
  const { list, indent } = shapeOf($at.parent.isTextblock ? $at.parent : ($at.nodeBefore ?? $at.parent));
  const depth = Math.min(indent + (list === null ? 0 : 1), 8);
  return depth === 0 ? null : depth;
}
