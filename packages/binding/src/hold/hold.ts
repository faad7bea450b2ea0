import type { Node } from "prosemirror-model";
import type { EditorState } from "prosemirror-state";
import { ReplaceStep, type Step, StepMap, Transform } from "prosemirror-transform";
import { applyEdits } from "../edits.ts";
import { dressingEdits } from "./dressing.ts";
import { gapsOf, gapsOfMap, shapeOf } from "./gaps.ts";
import { HeldText } from "./held-text.ts";
import { moveMine, type Written } from "./mine.ts";
import { type Region, regionAt, widened } from "./region.ts";
import { replaceAll, replacementsOf } from "./replacements.ts";
import { touchedRange } from "./touched-range.ts";

/**
 * A view in which somebody composes. The block of the composition, and what others turn it into, is shown as it was until
 * the composition is over; whatever else others do is shown at once. A `HeldText` of the block's positions says how far
 * the two are apart.
 *
 * The binding makes one when a composition starts. It hands `others` each change of the shared document, and shows what
 * comes back; it writes what comes back from `mine`; and when the composition is over, `release` brings the rest.
 */
export class Hold {
  #shown: Node;
  #shared: Node;
  #region: Region;
  #text = new HeldText();
  #isAhead = false;

  private constructor(doc: Node, region: Region) {
    this.#shown = doc;
    this.#shared = doc;
    this.#region = region;
  }

  /** For a view whose caret is in a text block; null for others. */
  static of(state: EditorState): Hold | null {
    const region = regionAt(state);
    return region && new Hold(state.doc, region);
  }

  /** Whether something waits. */
  get isAhead(): boolean {
    return this.#isAhead;
  }

  /** What the view shows, without what was edited there since the last `mine`. */
  get shown(): Node {
    return this.#shown;
  }

  /** Whether the selection is in what waits, or may have to. */
  covers({ selection }: EditorState): boolean {
    return selection.from > this.#region.from && selection.to < this.#region.shownTo;
  }

  /** The shared document has changed, by others. Returns the steps for the view: what is not in the block. */
  others(change: Transform): readonly Step[] {
    const steps: Step[] = [];
    change.steps.forEach((step, index) => {
      const before = change.docs[index] ?? change.doc;
      const after = change.docs[index + 1] ?? change.doc;
      const shown = this.#other(step, before, after.content.size - before.content.size);
      if (shown) steps.push(shown);
    });
    this.#shared = change.doc;
    return steps;
  }

  /** The view shows them now. */
  show(doc: Node): void {
    this.#shown = doc;
    if (!this.#isAhead) this.#shared = doc;
  }

  /** The view was edited, by these maps. Returns what to write: the shared document with that edit. */
  mine(doc: Node, maps: readonly StepMap[]): Written {
    const size = this.#shown.content.size;
    const changed = gapsOf(size, maps, doc.content.size);
    for (const gap of changed.gaps) {
      const { from, shownTo } = this.#region;
      if (gap.to > from && gap.from < shownTo) this.#widen(this.#shown, "shownTo", gap);
    }
    const before = { shown: this.#shown, shared: this.#shared, region: this.#region, text: this.#text };
    const moved = moveMine({ ...before, doc, ...changed });
    this.#shown = doc;
    this.#region = moved.region;
    this.#text = moved.text;
    this.#shared = this.#isAhead ? moved.written.doc : doc;
    return this.#isAhead ? moved.written : { doc, maps };
  }

  /** The position in the shared document of one in the view. */
  toShared(pos: number): number {
    const { from, shownTo, sharedTo } = this.#region;
    if (pos <= from) return pos;
    return pos >= shownTo ? pos + sharedTo - shownTo : from + this.#text.toShared(pos - from, false);
  }

  /** The position in the view of one in the shared document. */
  toShown(pos: number): number {
    const { from, shownTo, sharedTo } = this.#region;
    if (pos <= from) return pos;
    return pos >= sharedTo ? pos + shownTo - sharedTo : from + this.#text.toShown(pos - from);
  }

  /** What waits, as small steps from what is shown. */
  release(): Transform {
    const tr = new Transform(this.#shown);
    const { from, shownTo, sharedTo } = this.#region;
    const content = (_number: number, start: number, end: number) => this.#shared.slice(start, end);
    const fits = replaceAll(tr, replacementsOf(this.#text.pending, from, content));
    const whole = { before: from, after: from, length: sharedTo - from };
    if (fits) applyEdits(tr, dressingEdits(tr.doc, this.#shared, whole));
    if (!tr.doc.eq(this.#shared)) this.#replaceWhole(tr, tr.mapping.map(shownTo));
    return tr;
  }

  #replaceWhole(tr: Transform, to: number): void {
    const { from, sharedTo } = this.#region;
    tr.step(new ReplaceStep(from, to, this.#shared.slice(from, sharedTo)));
  }

  /** Takes a step of others. Returns what the view shows of it: a step beside the block, where that is in the view. */
  #other(step: Step, doc: Node, growth: number): Step | null {
    const { from, shownTo, sharedTo } = this.#region;
    const stretch = touchedRange(step);
    if (stretch.to <= from) {
      this.#region = { from: from + growth, shownTo: shownTo + growth, sharedTo: sharedTo + growth };
      return step;
    }
    if (stretch.from >= sharedTo) return step.map(StepMap.offset(shownTo - sharedTo));
    this.#widen(doc, "sharedTo", stretch);
    this.#isAhead = true;
    this.#text.others(shapeOf(gapsOfMap(step.getMap()), this.#region.from));
    this.#region = { ...this.#region, sharedTo: this.#region.sharedTo + growth };
    return null;
  }

  #widen(
    doc: Node,
    side: "shownTo" | "sharedTo",
    stretch: { readonly from: number; readonly to: number },
  ): void {
    const wide = widened(this.#region, doc, side, stretch);
    this.#text = this.#text.widened(this.#region.from - wide.from);
    this.#region = wide;
  }
}
