import type { Node } from "prosemirror-model";
import type { Match } from "./matches.ts";
import { placeIn, type RunPlace, type TextRun, textRuns } from "./text-runs.ts";

/** Something found: from where to where, and the match that it is. */
export interface Hit extends RunPlace {
  readonly match: Match;
}

/** What is known of the blocks of a document. The places are from each block's start. A block that changed is another one. */
export class KnownHits {
  readonly #known = new WeakMap<Node, readonly Hit[]>();
  readonly #search: ((text: string) => readonly Match[]) | null;

  /** Searches by itself, or, with null, only knows what it is told. */
  constructor(search: ((text: string) => readonly Match[]) | null) {
    this.#search = search;
  }

  /** Undefined while nobody has told. */
  in(block: Node): readonly Hit[] | undefined {
    const known = this.#known.get(block);
    if (known !== undefined || this.#search === null) return known;
    const search = this.#search;
    const runs = textRuns(block);
    return this.tell(
      block,
      runs,
      runs.map(({ text }) => search(text)),
    );
  }

  /** Takes in what was found in the texts of a block. */
  tell(block: Node, runs: readonly TextRun[], found: readonly (readonly Match[])[]): readonly Hit[] {
    const hits: Hit[] = [];
    for (const [index, run] of runs.entries())
      for (const match of found[index] ?? []) {
        const hit = { ...placeIn(run, match.index, match.text.length), match };
        // Several in the words of one thing are at one place, which is gone to once.
        if (hit.from >= (hits.at(-1)?.to ?? 0)) hits.push(hit);
      }
    this.#known.set(block, hits);
    return hits;
  }
}

/** The same hits, counted from further up. */
export function movedBy(hits: readonly Hit[], start: number): readonly Hit[] {
  return hits.map((hit) => ({ ...hit, from: hit.from + start, to: hit.to + start }));
}
