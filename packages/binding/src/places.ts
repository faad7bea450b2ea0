import * as Y from "yjs";
import { type ElementPart, isEven, type Part, type TextPart } from "./mirror.ts";
import type { PartStarts } from "./part-starts.ts";
import type { Registry } from "./registry.ts";

/** A place in the view, and whether the character that it was tied to is still there. */
export interface Resolved {
  readonly pos: number;
  readonly isAlive: boolean;
}

/** The place in the shared document of a position in the view; with -1 it stays with what is before it, with 0 with what is behind. */
export function relativeAt(root: ElementPart, pos: number, side: -1 | 0): Y.RelativePosition {
  let element = root;
  let offset = pos;
  for (;;) {
    const found = childAt(element, offset);
    if (found.part?.kind === "element" && found.inside > 0 && found.inside < found.part.size) {
      element = found.part;
      offset = found.inside - 1;
      continue;
    }
    const text = textAt(element, offset);
    if (text)
      return Y.createRelativePositionFromTypeIndex(text.part.type, text.part.indexAt(text.inside), side);
    return Y.createRelativePositionFromTypeIndex(
      element.type,
      found.index,
      element.type.length === 0 ? -1 : 0,
    );
  }
}

/** Where a place of the shared document is in the view; null where it is nowhere. */
export function resolve(
  relative: Y.RelativePosition,
  ydoc: Y.Doc,
  registry: Registry,
  starts: PartStarts,
): Resolved | null {
  const found = Y.createAbsolutePositionFromRelativePosition(relative, ydoc);
  if (!found) return null;
  const part = registry.around(found.type);
  const start = part && starts.find(part);
  if (!part || start === undefined) return null;
  const isAlive = isItemAlive(ydoc, relative);
  if (part.kind === "sealed" || part.type !== found.type) return { pos: start, isAlive };
  if (part.kind === "text") return { pos: start + part.offsetAt(found.index), isAlive };
  let pos = start + 1;
  let index = 0;
  for (const child of part.parts) {
    if (child.item && index++ >= found.index) break;
    if (child.item || index < found.index) pos += child.size;
  }
  return { pos, isAlive };
}

/** Whether the character that the place is tied to has not been deleted. A split deletes what it moves. */
function isItemAlive(ydoc: Y.Doc, { item }: Y.RelativePosition): boolean {
  if (item === null) return true;
  const found = Y.getItem(ydoc.store, item);
  return found instanceof Y.Item && !found.deleted;
}

interface Found {
  /** The part that the offset is in, or before. */
  readonly part: Part | undefined;
  /** How far in it. */
  readonly inside: number;
  /** Among those that are in the shared document. */
  readonly index: number;
}

function childAt(element: ElementPart, offset: number): Found {
  const { node, parts } = element;
  if (isEven(element)) {
    const { index, offset: start } = node.childAfter(Math.min(offset, node.content.size));
    return { part: parts[index], inside: offset - start, index };
  }
  let start = 0;
  let index = 0;
  for (const part of parts) {
    if (offset < start + part.size) return { part, inside: offset - start, index };
    start += part.size;
    if (part.item) index++;
  }
  return { part: undefined, inside: 0, index };
}

/** The text that a place is in: the one that ends there before the one that begins. */
function textAt(
  { parts }: ElementPart,
  offset: number,
): { readonly part: TextPart; readonly inside: number } | null {
  let start = 0;
  for (const part of parts) {
    if (part.kind === "text" && start <= offset && offset <= start + part.size)
      return { part, inside: offset - start };
    start += part.size;
  }
  return null;
}
