import type { Node } from "prosemirror-model";
import type { Transaction } from "prosemirror-state";
import { Decoration, DecorationSet } from "prosemirror-view";
import { blockStart, changedBlocks } from "../changed-blocks.ts";
import type { Finding } from "./find-plugin.ts";
import { type Hit, type KnownHits, movedBy } from "./hits.ts";

/** From one position to another. */
export interface Range {
  readonly from: number;
  readonly to: number;
}

interface Fields {
  readonly known: KnownHits;
  readonly doc: Node;
  /** The document that the hits below are of. It lags behind while an answer is awaited. */
  readonly searched: Node | null;
  readonly total: number;
  /** What is marked: the hits that are in sight, and the one that one stands at. */
  readonly decorations: DecorationSet;
  readonly sight: Range;
  /** The hit that one stands at. */
  readonly current: Range | null;
  /** Where the search goes on. */
  readonly anchor: number;
  /** To stand at the first hit from the anchor, once all are known. */
  readonly isSeeking: boolean;
}

/**
 * What is found in a document. A change costs what it touched: hits are kept by their blocks, and of the others only those
 * in sight are marked, which move along.
 */
export class DocumentHits implements Finding {
  readonly #fields: Fields;

  private constructor(fields: Fields) {
    this.#fields = fields;
  }

  /** Looks through a document, and stands at the first hit from the anchor. Marks those in sight. */
  static in(doc: Node, known: KnownHits, anchor: number, sight: Range): DocumentHits {
    const nothing = { searched: null, total: 0, decorations: DecorationSet.empty, current: null };
    return new DocumentHits({ known, doc, ...nothing, sight, anchor, isSeeking: true }).caughtUp();
  }

  get decorations(): DecorationSet {
    return this.#fields.decorations;
  }

  get total(): number {
    return this.#fields.total;
  }

  get current(): Range | null {
    return this.#fields.current;
  }

  /** Where the search goes on. */
  get anchor(): number {
    return this.#fields.anchor;
  }

  /** True while hits of some blocks are not known. */
  get isBehind(): boolean {
    return this.#fields.searched !== this.#fields.doc;
  }

  /** The blocks whose hits are not known. */
  unknown(): readonly Node[] {
    const { doc, searched, known } = this.#fields;
    const { from, to } = difference(searched, doc);
    return doc.children.slice(from, to).filter((block) => known.in(block) === undefined);
  }

  apply(tr: Transaction): DocumentHits {
    const moved = (tr.docChanged ? this.#moved(tr) : this).caughtUp();
    return tr.selectionSet && !tr.docChanged ? moved.#from(tr.selection.from) : moved;
  }

  /** With what has become known since. */
  caughtUp(): DocumentHits {
    const { doc, searched, known } = this.#fields;
    if (doc === searched) return this;
    const run = difference(searched, doc);
    const now = doc.children.slice(run.from, run.to).map((block) => known.in(block));
    if (now.some((hits) => hits === undefined)) return this;
    const count = now.reduce((sum, hits) => sum + (hits?.length ?? 0), 0);
    const gone = this.#countIn(searched, run.from, run.oldTo);
    const all = this.#with({ searched: doc, total: this.#fields.total + count - gone });
    if (count + gone > 0) return all.#redrawn(run.from, run.to).#settled();
    return this.#fields.isSeeking ? all.#settled() : all;
  }

  /** Standing at the hit that comes after, or before, where one stands; the other end follows the last one. */
  stepped(direction: 1 | -1): DocumentHits {
    const { current, anchor } = this.#fields;
    const hit =
      direction === 1
        ? (this.#firstFrom(current ? current.to : anchor) ?? this.#firstFrom(0))
        : (this.#lastBefore(current ? current.from : anchor) ??
          this.#lastBefore(this.#fields.doc.content.size + 1));
    return hit ? this.#at(hit) : this;
  }

  /** With these marked. */
  inSight(sight: Range): DocumentHits {
    const now = this.#with({ sight });
    const { doc } = this.#fields;
    return now.#with({ decorations: DecorationSet.create(doc, now.#marksIn(0, doc.childCount)) });
  }

  /** Whether what is marked reaches so far. */
  reaches({ from, to }: Range): boolean {
    const { sight } = this.#fields;
    return sight.from <= from && to <= sight.to;
  }

  /** To go on from here once the text is another one. */
  seekingFrom(anchor: number): DocumentHits {
    return this.#drawnAt(null).#with({ anchor, isSeeking: true });
  }

  /** As if nothing were known of this document: for a change of so much that it is quicker to draw all of it anew. */
  forgotten(): DocumentHits {
    return this.#with({ searched: null, total: 0, decorations: DecorationSet.empty });
  }

  /** All hits, in their order. */
  all(): readonly Hit[] {
    return this.#hitsIn(0, this.#fields.doc.childCount);
  }

  /** The hit that one stands at. */
  currentHit(): Hit | null {
    const { current } = this.#fields;
    const hit = current && this.#firstFrom(current.from);
    return hit && hit.from === current.from && hit.to === current.to ? hit : null;
  }

  /** Which of all hits it is that one stands at, from 1; 0 for none. */
  place(): number {
    const { doc, current, known } = this.#fields;
    if (current === null || this.isBehind) return 0;
    let [start, before] = [0, 0];
    for (const block of doc.children) {
      const hits = known.in(block) ?? [];
      if (start + block.nodeSize > current.from)
        return before + hits.findIndex(({ from }) => from + start === current.from) + 1;
      start += block.nodeSize;
      before += hits.length;
    }
    return 0;
  }

  #with(fields: Partial<Fields>): DocumentHits {
    return new DocumentHits({ ...this.#fields, ...fields });
  }

  #from(anchor: number): DocumentHits {
    const { current } = this.#fields;
    return current?.from === anchor ? this : this.#drawnAt(null).#with({ anchor, isSeeking: false });
  }

  #moved({ mapping, doc }: Transaction): DocumentHits {
    const { current, anchor, decorations, sight } = this.#fields;
    const moved = current && { from: mapping.map(current.from, 1), to: mapping.map(current.to, -1) };
    return this.#with({
      doc,
      current: moved && moved.from < moved.to ? moved : null,
      anchor: mapping.map(anchor),
      sight: { from: mapping.map(sight.from, -1), to: mapping.map(sight.to) },
      decorations: decorations.map(mapping, doc),
    });
  }

  /** Draws the hits of a run of blocks anew. */
  #redrawn(first: number, end: number): DocumentHits {
    const { doc, decorations } = this.#fields;
    const from = blockStart(doc, first);
    const to = doc.children.slice(first, end).reduce((pos, { nodeSize }) => pos + nodeSize, from);
    const kept = decorations.remove(decorations.find(from, to));
    return this.#with({ decorations: kept.add(doc, this.#marksIn(first, end)) });
  }

  /** The marks of the hits in a run of blocks. */
  #marksIn(first: number, end: number): Decoration[] {
    const { doc, sight, current } = this.#fields;
    const isMarked = ({ from, to }: Range) =>
      (from < sight.to && to > sight.from) || (from === current?.from && to === current.to);
    const marks: Decoration[] = [];
    let start = blockStart(doc, first);
    for (const block of doc.children.slice(first, end)) {
      const end = start + block.nodeSize;
      const isNear = [sight, current].some((range) => range !== null && start < range.to && end > range.from);
      const hits = isNear ? movedBy(this.#fields.known.in(block) ?? [], start) : [];
      marks.push(...hits.filter(isMarked).map((hit) => this.#drawing(hit)));
      start = end;
    }
    return marks;
  }

  /** Stands at a hit or nowhere: not at what is none any more. */
  #settled(): DocumentHits {
    const { anchor, isSeeking, current } = this.#fields;
    if (current !== null && this.currentHit() !== null) return this;
    if (!isSeeking) return current === null ? this : this.#with({ current: null, anchor: current.from });
    const hit = this.#firstFrom(anchor) ?? this.#firstFrom(0);
    return hit ? this.#at(hit) : this.#with({ current: null, isSeeking: false });
  }

  #at({ from, to }: Range): DocumentHits {
    return this.#drawnAt({ from, to }).#with({ anchor: from, isSeeking: false });
  }

  /** Standing there, with the marks drawn so. */
  #drawnAt(current: Range | null): DocumentHits {
    const { doc, current: before, decorations, sight } = this.#fields;
    if (before?.from === current?.from && before?.to === current?.to) return this;
    const now = this.#with({ current });
    const gone = [before, current].flatMap((range) => (range === null ? [] : marksAt(decorations, range)));
    // What one stood at keeps a mark where it is in sight; what one stands at has one anywhere.
    const isMarked = ({ from, to }: Range) =>
      from < sight.to && to > sight.from && marksAt(decorations, { from, to }).length > 0;
    const anew = [...(before && isMarked(before) ? [before] : []), ...(current ? [current] : [])];
    const marks = anew.map((range) => now.#drawing(range));
    return now.#with({ decorations: decorations.remove(gone).add(doc, marks) });
  }

  #drawing({ from, to }: Range): Decoration {
    const { current } = this.#fields;
    const isCurrent = current?.from === from && current.to === to;
    return Decoration.inline(from, to, { class: isCurrent ? "quire-hit quire-hit-current" : "quire-hit" });
  }

  #countIn(doc: Node | null, from: number, to: number): number {
    const blocks = doc?.children.slice(from, to) ?? [];
    return blocks.reduce((sum, block) => sum + (this.#fields.known.in(block)?.length ?? 0), 0);
  }

  #hitsIn(first: number, end: number): readonly Hit[] {
    const { doc, known } = this.#fields;
    let start = blockStart(doc, first);
    return doc.children.slice(first, end).flatMap((block) => {
      const hits = movedBy(known.in(block) ?? [], start);
      start += block.nodeSize;
      return hits;
    });
  }

  #firstFrom(pos: number): Hit | undefined {
    const { doc, known } = this.#fields;
    let start = 0;
    for (const block of doc.children) {
      const end = start + block.nodeSize;
      const hit = end <= pos ? undefined : known.in(block)?.find(({ from }) => from + start >= pos);
      if (hit) return movedBy([hit], start)[0];
      start = end;
    }
    return undefined;
  }

  #lastBefore(pos: number): Hit | undefined {
    const { doc, known } = this.#fields;
    let end = doc.content.size;
    for (const block of doc.children.toReversed()) {
      const start = end - block.nodeSize;
      const hit = start >= pos ? undefined : known.in(block)?.findLast(({ from }) => from + start < pos);
      if (hit) return movedBy([hit], start)[0];
      end = start;
    }
    return undefined;
  }
}

function marksAt(decorations: DecorationSet, { from, to }: Range): readonly Decoration[] {
  return decorations.find(from, to).filter((mark) => mark.from === from && mark.to === to);
}

function difference(before: Node | null, after: Node) {
  return before ? changedBlocks(before, after) : { from: 0, to: after.childCount, oldTo: 0 };
}
