/** A stretch of the window, from top to bottom. */
export interface Stretch {
  readonly top: number;
  readonly bottom: number;
}

/** How far down in what is in sight somebody is taken to read: there, whoever follows has the same text. */
const readingLine = 0.35;
/** How far from the edges, in parts of what is in sight, a place is in sight comfortably. */
const edge = 0.12;
/** What is further away than so many windows is gone to at once. */
const farInWindows = 1.5;

/** What a text scrolls in: the nearest element around it that scrolls, else the page. */
export function scrollerOf(text: HTMLElement): HTMLElement {
  const { body, scrollingElement, documentElement, defaultView } = text.ownerDocument;
  for (let at = text.parentElement; at && at !== body; at = at.parentElement) {
    if (/auto|scroll/.test(defaultView?.getComputedStyle(at).overflowY ?? "")) return at;
  }
  return scrollingElement instanceof HTMLElement ? scrollingElement : documentElement;
}

/** The part of the window in which a scroller shows what is in it. */
export function sightOf(scroller: Element): Stretch {
  const { scrollingElement, documentElement, defaultView } = scroller.ownerDocument;
  const isPage = scroller === scrollingElement || scroller === documentElement;
  return isPage ? { top: 0, bottom: defaultView?.innerHeight ?? 0 } : scroller.getBoundingClientRect();
}

/** Whether a height is in sight. */
export function isSeen(scroller: Element, y: number): boolean {
  const { top, bottom } = sightOf(scroller);
  return y > top && y < bottom;
}

/** Where in the window somebody is taken to read. */
export function readingLineOf({ top, bottom }: Stretch): number {
  return top + (bottom - top) * readingLine;
}

/** Whether a place is in sight, and not at its very edge. */
export function isInSight(scroller: Element, place: Stretch): boolean {
  const { top, bottom } = sightOf(scroller);
  const margin = (bottom - top) * edge;
  return place.top >= top + margin && place.bottom <= bottom - margin;
}

/** Scrolls until a place stands where people read; smoothly where it is near and nobody minds. */
export function bringTo(scroller: Element, place: Stretch): void {
  const sight = sightOf(scroller);
  const by = place.top - readingLineOf(sight);
  const isFar = Math.abs(by) > farInWindows * (sight.bottom - sight.top);
  const isCalm = scroller.ownerDocument.defaultView?.matchMedia("(prefers-reduced-motion: reduce)").matches;
  scroller.scrollBy({ top: by, behavior: isFar || isCalm ? "instant" : "smooth" });
}
