import type { Node } from "prosemirror-model";
import type { Transaction } from "prosemirror-state";
import type { EditorView } from "prosemirror-view";
import { scrollerOf, sightOf } from "./scroller.ts";

/** Keeps the line that is read where it is while others write above it. */
export interface ReadingPlace {
  /** Given others' change before it is drawn: what puts the line back when it is. */
  before(tr: Transaction): (() => void) | undefined;
}

/** A letter at the edge of what is in sight, and where it stands in the window. */
interface Held {
  readonly doc: Node;
  readonly pos: number;
  readonly top: number;
  readonly scrollTop: number;
}

/**
 * Browsers hold on to the first block or text that is in sight when what is above it grows. Where that one begins out of
 * sight itself, as a paragraph longer than the window does, they hold on to its start, and what is written there moves
 * the lines that are read. Then, and only then, something is measured here: one letter is held, since each key moves only
 * some words over to the next line. It stays the same until it is scrolled away from the edge: with each new one another
 * line's worth of words may have moved.
 */
export function createReadingPlace(view: EditorView): ReadingPlace {
  const scroller = scrollerOf(view.dom);
  let held: Held | null = null;

  const hold = (tr: Transaction, { from, to }: Range): Held | null => {
    const { top: edge } = sightOf(scroller);
    const first = blockRect(view, tr, from);
    const last = blockRect(view, tr, to);
    if (!first || !last || first.top >= edge || last.bottom <= edge) return null;
    if (held?.doc === tr.before) {
      if (held.scrollTop === scroller.scrollTop) return held;
      const { top, bottom } = view.coordsAtPos(held.pos, 1);
      if (Math.abs(top - edge) <= 2 * (bottom - top)) return { ...held, top, scrollTop: scroller.scrollTop };
    }
    const found = view.posAtCoords({ left: first.left + 1, top: edge + 1 });
    if (!found || found.pos < from) return null;
    const { top } = view.coordsAtPos(found.pos, 1);
    return { doc: tr.before, pos: found.pos, top, scrollTop: scroller.scrollTop };
  };

  return {
    before(tr) {
      const changed = changedRange(tr);
      if (!changed) return undefined;
      const now = hold(tr, changed);
      const along = now ?? (held?.doc === tr.before ? held : null);
      held = along && { ...along, doc: tr.doc, pos: tr.mapping.map(along.pos) };
      if (!now || !held) return undefined;
      const { pos, top } = held;
      // What the browser holds on to may have moved as well: it must not scroll too.
      scroller.style.overflowAnchor = "none";
      return () => {
        const by = view.coordsAtPos(pos, 1).top - top;
        if (by !== 0) scroller.scrollTop += by;
        scroller.style.overflowAnchor = "";
        if (held) held = { ...held, scrollTop: scroller.scrollTop };
      };
    },
  };
}

interface Range {
  readonly from: number;
  readonly to: number;
}

/** From the first to the last difference, in the old document. */
function changedRange({ before, doc }: Transaction): Range | null {
  const from = before.content.findDiffStart(doc.content);
  const end = before.content.findDiffEnd(doc.content);
  return from === null || !end ? null : { from, to: Math.max(from, end.a) };
}

/** Where the block at a position of the old document is drawn. */
function blockRect(view: EditorView, { before }: Transaction, pos: number): DOMRect | null {
  const $pos = before.resolve(pos);
  const index = Math.min($pos.index(0), before.childCount - 1);
  const block = view.nodeDOM($pos.posAtIndex(index, 0));
  return block instanceof HTMLElement ? block.getBoundingClientRect() : null;
}
