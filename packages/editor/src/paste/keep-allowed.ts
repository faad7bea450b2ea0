import { boxFor, dateFor, isDropped, isHolder, keptElement, mentionFor, noteSign } from "./allowed.ts";
import { codeFor } from "./code-text.ts";
import { imageFor } from "./image.ts";
import { beginsPage, leafBlockFor, pageBreak } from "./leaf-blocks.ts";
import { type MarkElement, type Marks, markElements, marksInside, noMarks } from "./marks.ts";
import { mathFor } from "./math.ts";
import type { Sheet } from "./sheet.ts";
import { isElement, nameOf } from "./tree.ts";

/** Blocks before which a page may begin. */
const lines = /^(?:p|h[1-6])$/;

/** Deeper elements are taken for their text: whoever reads the tree may do so by calling himself. */
const maxDepth = 60;

/** An element whose children are looked at. The stack of them is a list of ours: depth cannot overflow. */
interface Frame {
  next: Node | null;
  /** What they are put into. */
  readonly into: Element;
  readonly marks: Marks;
  readonly depth: number;
}

/** Marked text that the next one may join. */
interface Run {
  readonly key: string;
  readonly outer: Element;
  readonly inner: Element;
}

/**
 * A new tree of what a document can mean: elements and attributes of a short list, marks around the text that has them,
 * however they were said. Nothing else is taken over, so nothing in it runs or loads.
 */
export function keepAllowed(root: Element, sheet: Sheet): Element {
  const clean = root.ownerDocument.createElement("div");
  const runs = new WeakMap<Element, Run>();
  const stack: Frame[] = [{ next: root.firstChild, into: clean, marks: noMarks, depth: 0 }];
  for (let frame = stack.at(-1); frame !== undefined; frame = stack.at(-1)) {
    const node: Node | null = frame.next;
    if (node === null) {
      stack.pop();
      continue;
    }
    frame.next = node.nextSibling;
    if (node.nodeType === 3) appendText(node.nodeValue ?? "", frame, runs);
    else if (isElement(node)) {
      const opened = enter(node, frame, sheet);
      if (opened !== null) stack.push(opened);
    }
  }
  return clean;
}

/** Takes over what has nothing inside, or gives the frame in which the children are to be looked at. */
function enter(element: Element, frame: Frame, sheet: Sheet): Frame | null {
  const name = nameOf(element);
  // Some are drawn in no page, or would load: what they say is kept all the same.
  const block = leafBlockFor(element, name) ?? mathFor(element, name);
  if (block === null && isDropped(element, name)) return null;
  const leaf = block ?? leafFor(element, name);
  if (leaf !== undefined) {
    if (leaf !== null) frame.into.appendChild(leaf);
    return null;
  }
  const marks = marksInside(element, name, frame.marks, sheet);
  const inside = { next: element.firstChild, marks };
  const isTooDeep = frame.depth >= maxDepth || (name === "a" && frame.marks.isLink);
  const copy = isTooDeep ? null : keptElement(element, name);
  if (lines.test(name) && beginsPage(element)) frame.into.appendChild(pageBreak(element.ownerDocument));
  if (copy === null) return { ...inside, into: frame.into, depth: frame.depth };
  frame.into.appendChild(copy);
  const box = name === "li" ? boxFor(element, name) : null;
  if (box !== null) copy.appendChild(box);
  return { ...inside, into: copy, depth: frame.depth + 1 };
}

/** What stands for an element that is read as a whole: null for nothing, undefined for any other element. */
function leafFor(element: Element, name: string): Element | null | undefined {
  switch (name) {
    case "br":
    case "hr":
      return element.ownerDocument.createElement(name);
    case "img":
      return imageFor(element);
    case "pre":
    case "listing":
      return codeFor(element);
    case "input":
      return boxFor(element, name);
    case "bdi":
      return mentionFor(element) ?? undefined;
    case "time":
      return dateFor(element) ?? undefined;
    case "sup":
      return noteSign(element) ?? undefined;
    default:
      return name === "li" ? undefined : (boxFor(element, name) ?? undefined);
  }
}

function appendText(text: string, { into, marks }: Frame, runs: WeakMap<Element, Run>): void {
  if (isHolder(into) && text.trim() === "") return;
  const { ownerDocument } = into;
  const elements = markElements(marks);
  const key = elements.map(({ name, hue }) => name + (hue ?? "")).join(" ");
  const last = runs.get(into);
  let inner = into;
  if (last !== undefined && last.key === key && into.lastChild === last.outer) inner = last.inner;
  else if (elements.length > 0) {
    for (const element of elements) inner = inner.appendChild(created(element, ownerDocument));
    const outer = into.lastElementChild;
    if (outer !== null) runs.set(into, { key, outer, inner });
  }
  inner.appendChild(ownerDocument.createTextNode(text));
}

function created({ name, hue }: MarkElement, page: Document): Element {
  const element = page.createElement(name);
  if (hue !== null) element.setAttribute("data-color", hue);
  return element;
}
