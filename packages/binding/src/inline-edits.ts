import type { Node } from "prosemirror-model";
import { attributeEdits, type Edit, replacement } from "./edits.ts";
import type { Kept } from "./kept-ranges.ts";
import { signsOf } from "./same-inside.ts";
import { commonRanges } from "./sign-diff.ts";

/**
 * What makes the content of a text block another one: what came and went, and marks and attributes of what stayed. Of some
 * of it may be known that it stays; what else does is found by its letters.
 */
export function inlineEdits(
  before: Node,
  after: Node,
  start: number,
  known: readonly Kept[] = [],
): readonly Edit[] {
  const signs = (node: Node) => signsOf(node, 0, node.content.size);
  const edits: Edit[] = [];
  let [from, newFrom] = [0, 0];
  const replace = (to: number, newTo: number) => {
    if (from < to || newFrom < newTo)
      edits.push(replacement(start + from, start + to, after.content.cut(newFrom, newTo).content));
  };
  for (const range of commonRanges(signs(before), signs(after), known)) {
    replace(range.before, range.after);
    edits.push(...changesWithin(before, after, range.before, range.after, range.length, start));
    [from, newFrom] = [range.before + range.length, range.after + range.length];
  }
  replace(before.content.size, after.content.size);
  return edits;
}

/** Whether two nodes are one to the shared document, which does not say in which order marks of one type stand. */
export function isSameNode(a: Node, b: Node): boolean {
  if (a === b || a.eq(b)) return true;
  if (!a.hasMarkup(b.type, b.attrs, a.marks)) return false;
  if (a.inlineContent) return inlineEdits(a, b, 0).length === 0;
  return (
    a.childCount === b.childCount && a.children.every((child, index) => isSameNode(child, b.child(index)))
  );
}

/** Marks and attributes that differ in a stretch whose words are the same. */
export function changesWithin(
  before: Node,
  after: Node,
  from: number,
  newFrom: number,
  length: number,
  start: number,
): readonly Edit[] {
  const edits: Edit[] = [];
  for (let at = 0; at < length; ) {
    const [old, now] = [before.nodeAt(from + at), after.nodeAt(newFrom + at)];
    if (!old || !now) break;
    const end = Math.min(length, nodeEnd(before, from + at) - from, nodeEnd(after, newFrom + at) - newFrom);
    const [start1, end1] = [start + from + at, start + from + end];
    for (const mark of old.marks)
      if (!mark.isInSet(now.marks)) edits.push({ kind: "remove-mark", from: start1, to: end1, mark });
    for (const mark of now.marks)
      if (!mark.isInSet(old.marks)) edits.push({ kind: "add-mark", from: start1, to: end1, mark });
    if (!old.isText) edits.push(...attributeEdits(old, now, start1));
    at = Math.max(end, at + 1);
  }
  return edits;
}

/** Where the text node or thing ends that an offset is in. */
export function nodeEnd(node: Node, offset: number): number {
  const { index, offset: start } = node.childAfter(offset);
  return start + (node.maybeChild(index)?.nodeSize ?? 1);
}
