import type { Node } from "prosemirror-model";
import type { EditorState } from "prosemirror-state";
import { isParagraph, shapeOf } from "../blocks.ts";
import { blockStart, changedBlocks } from "../changed-blocks.ts";

/** A heading of a document. */
export interface OutlineEntry {
  readonly level: number;
  readonly text: string;
}

/** A heading, and how far behind the start of its block it stands. */
interface Heading extends OutlineEntry {
  readonly offset: number;
}

/** The headings of a document as they follow one another, and where they are. */
export interface OutlineReader {
  /** The same list until a heading changed: a keystroke looks into the blocks that it touched. Headings without words are left out. */
  read(state: EditorState): readonly OutlineEntry[];
  /** The position before a heading; -1 where there is none of this index. */
  positionOf(state: EditorState, index: number): number;
}

/** Reads headings, and remembers those of blocks that it has seen. */
export function createOutlineReader(): OutlineReader {
  const known = new WeakMap<Node, readonly Heading[]>();
  let last: Node | null = null;
  let entries: readonly OutlineEntry[] = [];
  const headingsIn = (block: Node) => {
    const headings = known.get(block) ?? headingsOf(block);
    known.set(block, headings);
    return headings;
  };
  const has = ({ children }: Node, from: number, to: number) =>
    children.slice(from, to).some((block) => headingsIn(block).length > 0);
  return {
    read({ doc }) {
      if (doc === last) return entries;
      const run = last ? changedBlocks(last, doc) : { from: 0, to: doc.childCount, oldTo: 0 };
      const isTouched = has(doc, run.from, run.to) || (last !== null && has(last, run.from, run.oldTo));
      last = doc;
      const now = isTouched ? doc.children.flatMap(headingsIn) : entries;
      if (!isSame(entries, now)) entries = now;
      return entries;
    },
    positionOf({ doc }, index) {
      let before = 0;
      for (const [at, block] of doc.children.entries()) {
        const headings = headingsIn(block);
        const heading = headings[index - before];
        if (heading) return blockStart(doc, at) + heading.offset;
        before += headings.length;
      }
      return -1;
    },
  };
}

function headingsOf(block: Node): readonly Heading[] {
  if (block.isTextblock) return headingIn(block, 0);
  const found: Heading[] = [];
  block.descendants((node, pos) => {
    found.push(...headingIn(node, pos + 1));
    return !node.isTextblock;
  });
  return found;
}

function headingIn(node: Node, offset: number): readonly Heading[] {
  const level = isParagraph(node) ? shapeOf(node).heading : null;
  const text = node.textContent.trim();
  return level === null || text === "" ? [] : [{ level, text, offset }];
}

function isSame(a: readonly OutlineEntry[], b: readonly OutlineEntry[]): boolean {
  return (
    a.length === b.length &&
    a.every(({ level, text }, index) => level === b[index]?.level && text === b[index]?.text)
  );
}
