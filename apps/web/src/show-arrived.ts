import { type Editor, openBlock } from "@quire/editor";
import type * as Y from "yjs";
import { pathOf } from "./arrivals.ts";

const markMs = 2_400;

/** Goes to the first of some blocks and marks all that are drawn, for a moment. Neither the text nor its elements change. */
export function showArrived(editor: Editor, blocks: readonly Y.XmlElement[]): void {
  const [first] = blocks;
  if (first === undefined) return;
  const drawn = blocks.map((block) => drawnAs(editor, block));
  for (const element of drawn) if (element !== null) mark(element);
  // The button went with its notice. On a screen that is touched the focus would bring up the keyboard, over the text.
  if (matchMedia("(pointer: fine)").matches) editor.view.focus();
  const id = first.getAttribute("id");
  // Opens what it is folded away in, and puts the caret there.
  if (typeof id === "string") openBlock(editor, id);
  else drawn[0]?.scrollIntoView({ block: "center" });
}

function drawnAs({ view }: Editor, block: Y.XmlElement): HTMLElement | null {
  const path = pathOf(block);
  if (path === undefined) return null;
  let node = view.state.doc;
  let pos = -1;
  for (const index of path) {
    if (index >= node.childCount) return null;
    pos++;
    for (let before = 0; before < index; before++) pos += node.child(before).nodeSize;
    node = node.child(index);
  }
  const element = view.nodeDOM(pos);
  return element instanceof HTMLElement ? element : null;
}

function mark(element: HTMLElement): void {
  const color = getComputedStyle(element).getPropertyValue("--accent-wash");
  const [lit, dark] = [{ backgroundColor: color }, { backgroundColor: "transparent" }];
  const isCalm = matchMedia("(prefers-reduced-motion: reduce)").matches;
  element.animate([lit, { ...lit, offset: isCalm ? 0.99 : 0.6 }, dark], { duration: markMs });
}
