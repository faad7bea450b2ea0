import type { EditorView } from "prosemirror-view";
import type { Range } from "./document-hits.ts";

/** From where to where the text is in sight, as far as its blocks say so. */
export function inSight(view: EditorView): Range {
  return between(view, 0);
}

/** The same with a window's height above and below it: so much may be scrolled before anything has to be marked. */
export function nearSight(view: EditorView): Range {
  return between(view, 1);
}

/** Calls back when the text may have been scrolled. Returns what ends it. */
export function followSight({ dom }: EditorView, moved: () => void): () => void {
  const page = dom.ownerDocument.defaultView;
  let frame = 0;
  const listening = new AbortController();
  const { signal } = listening;
  const movedSoon = () => {
    frame ||=
      page?.requestAnimationFrame(() => {
        frame = 0;
        moved();
      }) ?? 0;
  };
  page?.addEventListener("scroll", movedSoon, { signal, capture: true, passive: true });
  page?.addEventListener("resize", movedSoon, { signal });
  return () => {
    listening.abort();
    page?.cancelAnimationFrame(frame);
  };
}

function between(view: EditorView, windows: number): Range {
  const { children } = view.dom;
  const height = view.dom.ownerDocument.defaultView?.innerHeight ?? 0;
  const first = firstWhere(children, (box) => box.bottom >= -windows * height);
  const beyond = firstWhere(children, (box) => box.top > (1 + windows) * height);
  return { from: startOf(view, children[first]), to: startOf(view, children[beyond]) };
}

/** The index of the first element for which it holds, if it holds for all after it. */
function firstWhere(elements: HTMLCollection, holds: (box: DOMRect) => boolean): number {
  let [low, high] = [0, elements.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    const box = shownFrom(elements[middle])?.getBoundingClientRect();
    if (box && holds(box)) high = middle;
    else low = middle + 1;
  }
  return low;
}

/** The element, or the nearest above it that is not folded away: that has no place of its own. */
function shownFrom(element: Element | undefined): Element | undefined {
  let shown = element;
  while (shown?.classList.contains("quire-tucked") && shown.previousElementSibling)
    shown = shown.previousElementSibling;
  return shown;
}

/** Where an element's block starts; the end of the text for none. */
function startOf(view: EditorView, element: Element | undefined): number {
  const { doc } = view.state;
  if (!element) return doc.content.size;
  const $pos = doc.resolve(Math.min(view.posAtDOM(element, 0), doc.content.size));
  return $pos.depth > 0 ? $pos.before(1) : $pos.pos;
}
