import { Fragment, type Mark, type Node, Slice } from "prosemirror-model";
import { AddMarkStep, AttrStep, RemoveMarkStep, ReplaceStep, type Transform } from "prosemirror-transform";

/** A small change of the view's document, by positions in the document before all of them. */
export type Edit =
  | { readonly kind: "replace"; readonly from: number; readonly to: number; readonly slice: Slice }
  | { readonly kind: "attribute"; readonly from: number; readonly name: string; readonly value: unknown }
  | {
      readonly kind: "add-mark" | "remove-mark";
      readonly from: number;
      readonly to: number;
      readonly mark: Mark;
    };

/**
 * Takes over the edits, the last first: the positions of those before stay what they are. One that does not fit is left out,
 * for whoever compares what came of them.
 */
export function applyEdits(tr: Transform, edits: readonly Edit[]): void {
  const inOrder = edits.map((edit, index) => ({ edit, index }));
  inOrder.sort((a, b) => b.edit.from - a.edit.from || b.index - a.index);
  for (const { edit } of inOrder) applyEdit(tr, edit);
}

function applyEdit(tr: Transform, edit: Edit): void {
  switch (edit.kind) {
    case "replace":
      // By hand: `tr.replace` would try to fit it, which takes 50 ms in a long document.
      tr.maybeStep(new ReplaceStep(edit.from, edit.to, edit.slice));
      return;
    case "attribute":
      tr.step(new AttrStep(edit.from, edit.name, edit.value));
      return;
    case "add-mark":
      tr.step(new AddMarkStep(edit.from, edit.to, edit.mark));
      return;
    case "remove-mark":
      tr.step(new RemoveMarkStep(edit.from, edit.to, edit.mark));
      return;
    default:
      return edit satisfies never;
  }
}

/** Puts these nodes in place of what stands from one position to the other, at one depth. */
export function replacement(from: number, to: number, nodes: readonly Node[]): Edit {
  return { kind: "replace", from, to, slice: new Slice(Fragment.from([...nodes]), 0, 0) };
}

/** What makes a document another one, as one replacement of whole children. */
export function wholeEdits(before: Node, after: Node): readonly Edit[] {
  const fewer = Math.min(before.childCount, after.childCount);
  let [head, tail, start, end] = [0, 0, 0, before.content.size];
  while (head < fewer && before.child(head).eq(after.child(head))) start += before.child(head++).nodeSize;
  while (tail < fewer - head) {
    const last = before.child(before.childCount - tail - 1);
    if (!last.eq(after.child(after.childCount - tail - 1))) break;
    end -= last.nodeSize;
    tail++;
  }
  return [replacement(start, end, after.children.slice(head, after.childCount - tail))];
}

/** What makes a node's attributes another's of its type. */
export function attributeEdits(before: Node, after: Node, pos: number): readonly Edit[] {
  const names = Object.keys(after.attrs).filter((name) => before.attrs[name] !== after.attrs[name]);
  return names.map((name) => ({ kind: "attribute", from: pos, name, value: after.attrs[name] as unknown }));
}

/**
 * One replacement of a run of blocks by another whose first and last are text blocks of one type: what is the same at both
 * ends stays, so that a split is a cut between two words, and places behind it go along.
 */
export function blockEdits(
  before: readonly Node[],
  after: readonly Node[],
  start: number,
): readonly Edit[] | null {
  const [first, last] = [before[0], before.at(-1)];
  const [newFirst, newLast] = [after[0], after.at(-1)];
  if (!first || !last || !newFirst || !newLast) return null;
  const ends = [first, last, newFirst, newLast];
  if (!ends.every((node) => node.isTextblock && node.type === first.type)) return null;
  const whole = Fragment.from([...before]);
  const target = Fragment.from([...after]);
  const [oldEnd, newEnd] = [whole.size - 1, target.size - 1];
  const head =
    first.content.findDiffStart(newFirst.content) ?? Math.min(first.content.size, newFirst.content.size);
  const tail = last.content.findDiffEnd(newLast.content);
  const same = tail ? last.content.size - tail.a : Math.min(last.content.size, newLast.content.size);
  const kept = Math.min(same, oldEnd - 1 - head, newEnd - 1 - head);
  const slice = sliceOf(target, head + 1, newEnd - kept);
  const edits: Edit[] = [...attributeEdits(first, newFirst, start)];
  if (slice.size > 0 || head + 1 < oldEnd - kept)
    edits.push({ kind: "replace", from: start + head + 1, to: start + oldEnd - kept, slice });
  return edits;
}

/** The slice of a run of blocks from inside the first to inside the last. */
function sliceOf(blocks: Fragment, from: number, to: number): Slice {
  const content = blocks.cut(from, to);
  if (blocks.childCount > 1) return new Slice(content, 1, 1);
  return new Slice(content.firstChild?.content ?? Fragment.empty, 0, 0);
}
