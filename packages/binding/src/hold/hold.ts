import type { Node } from "prosemirror-model";
import type { EditorState } from "prosemirror-state";
import { ReplaceStep, type Step, type StepMap, Transform } from "prosemirror-transform";
import { applyEdits } from "../edits.ts";
import type { Kept } from "../kept-ranges.ts";
import { dressingEdits } from "./dressing.ts";
import { covering, type Gap, gapsOf, shapeOf } from "./gaps.ts";
import { HeldText, type Stretch } from "./held-text.ts";
import { moveMine, trackMine, type Written } from "./mine.ts";
import { part, type Word } from "./others.ts";
import { type Region, regionAt, widened } from "./region.ts";
import { replaceAll, replacementsOf } from "./replacements.ts";

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
    const { before, after, gaps, waits, steps } = part(change, this.#region, this.#word());
    this.#widen(before);
    this.#text.others(shapeOf(gaps, before.from));
    this.#region = after;
    this.#isAhead ||= waits;
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
      if (gap.to > from && gap.from < shownTo)
        this.#widen(widened(this.#region, this.#shown, "shownTo", gap));
    }
    const word = this.#damagedWord();
    const gaps = word ? covering(changed.gaps, word) : changed.gaps;
    return this.#move(doc, gaps, changed.kept, maps);
  }

  /** The composition is over. Returns what to write if others have taken something from the word: it is put back, whole. */
  settle(): Written | null {
    const word = this.#damagedWord();
    if (!word) return null;
    return this.#move(this.#shown, [{ ...word, newFrom: word.from, newTo: word.to }], [], []);
  }

  #move(doc: Node, gaps: readonly Gap[], kept: readonly Kept[], maps: readonly StepMap[]): Written {
    const before = { shown: this.#shown, shared: this.#shared, region: this.#region, text: this.#text };
    this.#shown = doc;
    if (!this.#isAhead) {
      this.#region = trackMine(before.region, before.text, gaps);
      this.#shared = doc;
      return { doc, maps };
    }
    const { written, region, text } = moveMine({ ...before, doc, kept, gaps });
    this.#region = region;
    this.#text = text;
    this.#shared = written.doc;
    return written;
  }

  /** Where the composed word is in the view, if others have deleted some of it: then it is written anew, whole. */
  #damagedWord(): Stretch | null {
    const { composed, isDamaged } = this.#text;
    const { from } = this.#region;
    return composed && isDamaged ? { from: from + composed.from, to: from + composed.to } : null;
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

  /** What is composed, as it is shared; null where nothing of it is left. */
  #word(): Word | null {
    const { composed } = this.#text;
    if (!composed) return null;
    const [from, to] = [
      this.toShared(this.#region.from + composed.from),
      this.toShared(this.#region.from + composed.to),
    ];
    return from < to ? { from, to, text: this.#shared.textBetween(from, to) } : null;
  }

  #widen(region: Region): void {
    this.#text = this.#text.widened(this.#region.from - region.from);
    this.#region = region;
  }
}
