import { schema } from "@quire/schema";
import { splitBlockAs } from "prosemirror-commands";
import type { Attrs, Mark, Node } from "prosemirror-model";
import { type EditorState, TextSelection } from "prosemirror-state";
import { caretBlock, isCode, isParagraph, setAttributes, shapeOf } from "./blocks.ts";
import type { Dispatch } from "./commands/command.ts";
import { oneLevelUp } from "./lists.ts";

/** Enter in an empty item, quote or continuation leaves one level. */
export function leaveLevel(state: EditorState, dispatch?: Dispatch): boolean {
  const block = caretBlock(state);
  if (!block || !isParagraph(block.node) || block.node.content.size > 0) return false;
  const attrs = oneLevelUp(shapeOf(block.node));
  if (!attrs) return false;
  dispatch?.(setAttributes(state.tr, block.pos, attrs).scrollIntoView());
  return true;
}

/** Enter before the first character puts an empty block above: the words keep their block, and their readers. */
export function openAbove(state: EditorState, dispatch?: Dispatch): boolean {
  const block = caretBlock(state);
  const isAtStart = state.selection.$from.parentOffset === 0;
  if (!block || !isParagraph(block.node) || !isAtStart || block.node.content.size === 0) return false;
  if (dispatch) {
    const { start } = block.node.attrs;
    const above = schema.nodes.paragraph.create({ ...following(block.node, true), start });
    const tr = state.tr.insert(block.pos, above);
    setAttributes(tr, block.pos + above.nodeSize, { start: null });
    dispatch(tr.scrollIntoView());
  }
  return true;
}

/** Enter anywhere else splits. What follows a heading or a footnote is plain; what follows an item is the next item. */
export function splitText(state: EditorState, dispatch?: Dispatch): boolean {
  const { $from } = state.selection;
  const split = splitBlockAs((node, atEnd) =>
    isParagraph(node) ? { type: node.type, attrs: following(node, atEnd) } : null,
  );
  const endsHeading =
    shapeOf($from.parent).heading !== null && $from.parentOffset === $from.parent.content.size;
  const marks = endsHeading ? [] : marksThatGoOn(state);
  return split(state, dispatch && ((tr) => dispatch(marks.length > 0 ? tr.ensureMarks(marks) : tr)));
}

/** Shift-Enter: a line break inside the block. */
export function breakLine(state: EditorState, dispatch?: Dispatch): boolean {
  const { $from, $to } = state.selection;
  if (!$from.parent.isTextblock || !$from.sameParent($to) || isCode($from.parent)) return false;
  const marks = state.storedMarks ?? $from.marks();
  const tr = state.tr.replaceSelectionWith(schema.nodes.hard_break.create(), false);
  dispatch?.(tr.ensureMarks(marks).scrollIntoView());
  return true;
}

/** Puts the caret into the block after this one, made if there is none that takes text. */
export function goBelow(state: EditorState, dispatch?: Dispatch): boolean {
  const { $to } = state.selection;
  if ($to.depth === 0) return false;
  if (dispatch) {
    const tr = state.tr;
    const after = $to.after();
    if (!tr.doc.resolve(after).nodeAfter?.isTextblock) tr.insert(after, schema.nodes.paragraph.create());
    dispatch(tr.setSelection(TextSelection.create(tr.doc, after + 1)).scrollIntoView());
  }
  return true;
}

/** The attributes of the block that comes after this one. */
function following(node: Node, atEnd: boolean): Attrs {
  const { kind, level, list, indent, name } = node.attrs;
  const isOver = atEnd && (kind === "heading" || kind === "footnote");
  const next = isOver ? { kind: null, level: null, name: null } : { kind, level, name };
  return { ...next, list, indent, id: null, start: null, checked: null };
}

function marksThatGoOn({ storedMarks, selection: { $from, $to } }: EditorState): readonly Mark[] {
  const marks = storedMarks ?? ($to.parentOffset > 0 ? $from.marks() : []);
  return marks.filter((mark) => mark.type !== schema.marks.code && mark.type !== schema.marks.link);
}
