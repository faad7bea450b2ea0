import { Fragment, type Mark, type Node, Slice } from "prosemirror-model";
import {
  AddMarkStep,
  AttrStep,
  type Mappable,
  RemoveMarkStep,
  ReplaceAroundStep,
  ReplaceStep,
  type Step,
  type Transform,
} from "prosemirror-transform";

/** A small change of the view's document, by positions in the document before all of them. */
export type Edit =
  | { readonly kind: "replace"; readonly from: number; readonly to: number; readonly slice: Slice }
  /** What is around the content of the node from here to there becomes this one. */
  | { readonly kind: "around"; readonly from: number; readonly to: number; readonly node: Node }
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
  // Words may come from a block that takes other marks: they lose some before, and get theirs afterwards.
  applyAll(tr, edits, ["remove-mark"]);
  const moves = tr.mapping.maps.length;
  const left = applyAll(tr, edits, ["replace", "around", "attribute"]);
  // What did not fit into a block may do so now that the block is joined to another one.
  applyAll(tr, left.map(movedBy(tr.mapping.slice(moves))), ["replace"]);
  applyAll(tr, edits.map(movedBy(tr.mapping.slice(moves))), ["add-mark"]);
}

function movedBy(mapping: Mappable): (edit: Edit) => Edit {
  return (edit) => {
    const from = mapping.map(edit.from, 1);
    return "to" in edit ? { ...edit, from, to: Math.max(from, mapping.map(edit.to, -1)) } : { ...edit, from };
  };
}

/** Returns those that did not fit. */
function applyAll(tr: Transform, edits: readonly Edit[], kinds: readonly Edit["kind"][]): readonly Edit[] {
  const inOrder = edits
    .map((edit, index) => ({ edit, index }))
    .filter(({ edit }) => kinds.includes(edit.kind))
    .sort((a, b) => b.edit.from - a.edit.from || b.index - a.index);
  return inOrder.flatMap(({ edit }) => (tr.maybeStep(stepOf(edit)).failed === null ? [] : [edit]));
}

function stepOf(edit: Edit): Step {
  switch (edit.kind) {
    case "replace":
      // By hand: `tr.replace` would try to fit it, which takes 50 ms in a long document.
      return new ReplaceStep(edit.from, edit.to, edit.slice);
    case "around": {
      const { from, to, node } = edit;
      const slice = new Slice(Fragment.from(node.copy(Fragment.empty)), 0, 0);
      return new ReplaceAroundStep(from, to, from + 1, to - 1, slice, 1, true);
    }
    case "attribute":
      return new AttrStep(edit.from, edit.name, edit.value);
    case "add-mark":
      return new AddMarkStep(edit.from, edit.to, edit.mark);
    case "remove-mark":
      return new RemoveMarkStep(edit.from, edit.to, edit.mark);
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
