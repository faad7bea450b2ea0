import { TextSelection } from "prosemirror-state";
import type { Editor } from "./editor.ts";
import { findBlock } from "./removed-block.ts";
import { bringTo, scrollerOf } from "./scroller.ts";

const markMs = 2_400;

/** Goes to the block of this name and marks it for a moment; what it is folded away in opens. False where it is not in the text. */
export function showBlock({ view }: Editor, name: string): boolean {
  const pos = findBlock(view.state.doc, name);
  if (pos === null) return false;
  // Who comes into what is folded sees it.
  view.dispatch(view.state.tr.setSelection(TextSelection.near(view.state.doc.resolve(pos + 1))));
  const drawn = view.nodeDOM(pos);
  if (!(drawn instanceof HTMLElement)) return false;
  const { top, bottom } = drawn.getBoundingClientRect();
  bringTo(scrollerOf(view.dom), { top, bottom });
  mark(drawn);
  return true;
}

/** Drawn by an animation: neither the text nor its elements change. */
function mark(drawn: HTMLElement): void {
  const isCalm = drawn.ownerDocument.defaultView?.matchMedia("(prefers-reduced-motion: reduce)").matches;
  const color = getComputedStyle(drawn).getPropertyValue("--accent-wash").trim() || "#e6ecfb";
  const [on, off] = [`0 0 0 6px ${color}`, "0 0 0 6px transparent"];
  drawn.animate(
    [
      { backgroundColor: color, boxShadow: on },
      { backgroundColor: color, boxShadow: on, offset: isCalm ? 0.99 : 0.6 },
      { backgroundColor: "transparent", boxShadow: off },
    ],
    { duration: markMs },
  );
}
