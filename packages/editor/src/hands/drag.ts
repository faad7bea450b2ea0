import type { EditorView } from "prosemirror-view";
import { type BlockRun, runBetween } from "../moving/block-run.ts";
import { hiddenIn } from "../moving/hidden-blocks.ts";
import { moveBlocks } from "../moving/move-blocks.ts";
import { scrollerOf, sightOf } from "../scroller.ts";
import type { Point } from "./block-under.ts";
import { carriedIn, carry } from "./carried-blocks.ts";
import { type Drop, dropAt, stepOf } from "./drop-place.ts";

/** What somebody does who moves blocks by a grip. */
export interface DragOptions {
  readonly view: EditorView;
  /** The pointer that went down on the grip. */
  readonly event: PointerEvent;
  readonly grip: HTMLElement;
  /** What is carried, asked for when the pointer begins to move. */
  readonly pickUp: () => BlockRun | null;
  /** Told where the blocks would go. */
  readonly onMove: (drop: Drop | null) => void;
  /** Told once, when it is over: whether anything was carried, or the pointer let go where it went down. */
  readonly onEnd: (hasCarried: boolean) => void;
}

/** A pointer that moves less than this is a press. */
const pressPx = 4;
/** So near to the edge of what is in sight, the text scrolls: the nearer the quicker. */
const edgePx = 56;
const fastestPx = 18;

/** One way of a pointer, from the handle to where it is let go. Escape ends it, and nothing is moved. */
export class Drag {
  readonly #options: DragOptions;
  readonly #listeners = new AbortController();
  #point: Point;
  #isCarrying = false;
  #frame = 0;

  constructor(options: DragOptions) {
    this.#options = options;
    const { view, event, grip } = options;
    this.#point = pointOf(event);
    grip.setPointerCapture(event.pointerId);
    const { signal } = this.#listeners;
    grip.addEventListener("pointermove", (moved) => this.#moved(moved), { signal });
    grip.addEventListener("pointerup", () => this.#letGo(), { signal });
    grip.addEventListener("lostpointercapture", () => this.end(), { signal });
    const window = view.dom.ownerDocument.defaultView;
    window?.addEventListener("keydown", (key) => this.#pressed(key), { signal, capture: true });
    window?.addEventListener("blur", () => this.end(), { signal });
  }

  /** Others wrote: what is carried may stand elsewhere, or be gone. */
  look(): void {
    if (!this.#isCarrying) return;
    if (carriedIn(this.#options.view.state) === null) this.end();
    else this.#options.onMove(this.#drop());
  }

  /** Whether it has moved from where it went down. */
  get isCarrying(): boolean {
    return this.#isCarrying;
  }

  /** Lets go, and moves nothing. */
  end(): void {
    if (this.#listeners.signal.aborted) return;
    this.#listeners.abort();
    cancelAnimationFrame(this.#frame);
    const { view, onEnd } = this.#options;
    if (!view.isDestroyed && carriedIn(view.state)) view.dispatch(carry(view.state.tr, null));
    onEnd(this.#isCarrying);
  }

  #moved(event: PointerEvent): void {
    const { view, event: start, pickUp, onMove } = this.#options;
    this.#point = pointOf(event);
    const from = pointOf(start);
    if (!this.#isCarrying) {
      if (Math.hypot(this.#point.x - from.x, this.#point.y - from.y) < pressPx) return;
      const run = pickUp();
      if (!run || !view.editable) return this.end();
      this.#isCarrying = true;
      view.dispatch(carry(view.state.tr, { from: run.from, to: run.to }));
      this.#scroll();
    }
    onMove(this.#drop());
  }

  #pressed(event: KeyboardEvent): void {
    if (event.key !== "Escape") return;
    event.preventDefault();
    event.stopPropagation();
    this.end();
  }

  #letGo(): void {
    const { view } = this.#options;
    const drop = this.#drop();
    const run = this.#run();
    if (run && drop && view.editable) view.dispatch(moveBlocks(carry(view.state.tr, null), run, drop.place));
    this.end();
  }

  /** What is carried, where it stands now. */
  #run(): BlockRun | null {
    const { state } = this.#options.view;
    const carried = this.#isCarrying ? carriedIn(state) : null;
    return carried && runBetween(state.doc, carried.from, carried.to);
  }

  /** Where it would go; null outside of what is in sight of the text. */
  #drop(): Drop | null {
    const { view, event } = this.#options;
    const run = this.#run();
    if (!run || !isInside(this.#point, scrollerOf(view.dom))) return null;
    const deeper = Math.round((this.#point.x - event.clientX) / stepOf(view));
    return dropAt({ view, run, deeper, isHidden: hiddenIn(view) }, this.#point);
  }

  /** Scrolls as long as the pointer is near an edge. */
  #scroll(): void {
    const { view, onMove } = this.#options;
    const scroller = scrollerOf(view.dom);
    const { top, bottom } = sightOf(scroller);
    const into = (distance: number) => Math.min(1, Math.max(0, (edgePx - distance) / edgePx)) * fastestPx;
    const by = into(bottom - this.#point.y) - into(this.#point.y - top);
    if (by !== 0) {
      const before = scroller.scrollTop;
      scroller.scrollTop += by;
      if (scroller.scrollTop !== before) onMove(this.#drop());
    }
    this.#frame = requestAnimationFrame(() => this.#scroll());
  }
}

function pointOf({ clientX, clientY }: PointerEvent): Point {
  return { x: clientX, y: clientY };
}

function isInside({ x, y }: Point, element: Element): boolean {
  const { left, right, top, bottom } = element.getBoundingClientRect();
  return x >= left && x <= right && y >= top && y <= bottom;
}
