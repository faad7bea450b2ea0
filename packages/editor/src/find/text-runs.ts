import { schema } from "@quire/schema";
import type { Node } from "prosemirror-model";

/** What people read as one text, and where its letters stand. */
export interface TextRun {
  readonly text: string;
  readonly pieces: readonly Piece[];
}

/** A part of a run: letters, or the words of one thing, such as a date, which has them and is one position wide. */
interface Piece {
  /** How far behind the start of the run it begins. */
  readonly index: number;
  /** How far behind the start of the block. */
  readonly offset: number;
  readonly isThing: boolean;
}

/** From where to where behind the start of the block, and whether nothing but letters is there. */
export interface RunPlace {
  readonly from: number;
  readonly to: number;
  readonly isText: boolean;
}

/**
 * The texts of a block, also of blocks inside it, across the borders of marks and the words of things in a line. What has no
 * words that are shown, such as a line break or a picture, ends one.
 */
export function textRuns(block: Node): readonly TextRun[] {
  const runs: TextRun[] = [];
  collect(block, 0, runs);
  return runs;
}

/** Where so many letters of a run stand. All of a thing stands for any letter of its words. */
export function placeIn({ pieces }: TextRun, index: number, length: number): RunPlace {
  const end = index + length;
  const first = pieces.findLastIndex((piece) => piece.index <= index);
  const last = pieces.findLastIndex((piece) => piece.index < end);
  return {
    from: positionAt(pieces[first], index, 0),
    to: positionAt(pieces[last], end, 1),
    isText: !pieces.slice(first, last + 1).some(({ isThing }) => isThing),
  };
}

function positionAt(piece: Piece | undefined, index: number, ofThing: 0 | 1): number {
  if (piece === undefined) return 0;
  return piece.offset + (piece.isThing ? ofThing : index - piece.index);
}

interface GrowingRun {
  text: string;
  readonly pieces: Piece[];
}

function collect(node: Node, start: number, runs: TextRun[]): void {
  let run: GrowingRun | null = null;
  let offset = start + 1;
  for (const child of node.children) {
    const words = child.text ?? wordsOf(child);
    if (words === "") {
      run = null;
      if (!child.isLeaf) collect(child, offset, runs);
    } else {
      run ??= begun(runs);
      // Letters that differ in marks alone are one piece.
      if (!child.isText || run.pieces.at(-1)?.isThing !== false)
        run.pieces.push({ index: run.text.length, offset, isThing: !child.isText });
      run.text += words;
    }
    offset += child.nodeSize;
  }
}

/** The words that a thing in a line shows; none for anything else. A picture's are for who cannot see it. */
function wordsOf({ type, isLeaf, isInline, textContent }: Node): string {
  const isShown = isLeaf && isInline && type !== schema.nodes.image && !type.spec.linebreakReplacement;
  return isShown ? textContent : "";
}

function begun(runs: TextRun[]): GrowingRun {
  const run = { text: "", pieces: [] };
  runs.push(run);
  return run;
}
