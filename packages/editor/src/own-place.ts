import { TextSelection } from "prosemirror-state";
import type { EditorView } from "prosemirror-view";
import { type Places, placesIn } from "./places.ts";
import { field } from "./remote-person.ts";
import { scrollerOf, sightOf } from "./scroller.ts";
import { syncState } from "./sync-state.ts";

/** Where this person is in a text, in a form that outlives the page. */
export interface OwnPlace {
  /** As JSON: what is selected, and what stands at the top of what is in sight. */
  take(): unknown;
  /** Goes to a place that was taken, as far as it is still there. */
  goTo(place: unknown): void;
}

/** What this person does by hand in a page that is about to lead them somewhere. */
const hands = ["wheel", "touchmove", "pointerdown", "keydown"] as const;
/** Heights that were guessed become true when they are drawn: so many frames long, what was at the top is put back there. */
const settlingFrames = 3;

/** The place of this person in a view. */
export function createOwnPlace(view: EditorView): OwnPlace {
  const places = placesIn(view);
  const scroller = scrollerOf(view.dom);
  return {
    take() {
      const selection = syncState(view.state)?.binding.placesOf(view.state) ?? null;
      return toJson({ selection, top: topOf(view, places, scroller) });
    },
    goTo(place) {
      if (view.isDestroyed) return;
      select(view, places, field(place, "selection"));
      holdTop(view, places, scroller, field(place, "top"));
    },
  };
}

/** The first letter in sight, and how far below the edge it stands. */
function topOf(view: EditorView, places: Places, scroller: Element): unknown {
  const text = view.dom.getBoundingClientRect();
  const { top: edge } = sightOf(scroller);
  const top = Math.max(text.top, edge) + 1;
  const found = view.posAtCoords({ left: text.left + 1, top });
  return found && { place: places.toRelative(found.pos), offset: view.coordsAtPos(found.pos, 1).top - edge };
}

function select(view: EditorView, places: Places, selection: unknown): void {
  const { doc, tr } = view.state;
  const [anchor, head] = ["anchor", "head"].map((end) => places.toPosition(field(selection, end)));
  if (typeof anchor !== "number" || typeof head !== "number") return;
  view.dispatch(tr.setSelection(TextSelection.between(doc.resolve(anchor), doc.resolve(head))));
}

function holdTop(view: EditorView, places: Places, scroller: Element, top: unknown): void {
  const offset = Number(field(top, "offset"));
  const page = view.dom.ownerDocument.defaultView;
  if (page === null || !Number.isFinite(offset)) return;
  const moved = new AbortController();
  for (const hand of hands) page.addEventListener(hand, () => moved.abort(), { signal: moved.signal });
  const hold = (frames: number) => {
    const pos = view.isDestroyed || moved.signal.aborted ? null : places.toPosition(field(top, "place"));
    if (pos === null) return moved.abort();
    scroller.scrollTop += view.coordsAtPos(pos, 1).top - sightOf(scroller).top - offset;
    if (frames > 0) page.requestAnimationFrame(() => hold(frames - 1));
    else moved.abort();
  };
  hold(settlingFrames);
}

function toJson(value: unknown): unknown {
  return JSON.parse(JSON.stringify(value));
}
