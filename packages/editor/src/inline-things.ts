import type { Node } from "prosemirror-model";
import type { EditorState, Transaction } from "prosemirror-state";
import { type Block, isParagraph } from "./blocks.ts";
import type { Dispatch } from "./commands/command.ts";

// Kinds that stand in a line of text as one thing each: a date, somebody's name.

/** Whether such a thing can stand where the selection is. Code holds nothing but letters. */
export function canStandInLine({ selection: { $from, $to } }: Pick<EditorState, "selection">): boolean {
  return (
    isParagraph($from.parent) && $from.sameParent($to) && !$from.marks().some(({ type }) => type.spec.code)
  );
}

/** Puts a thing in place of the selection; the caret comes behind it, and what is typed there looks as it would have. */
export function insertInLine(state: EditorState, thing: Node, dispatch?: Dispatch): boolean {
  if (!canStandInLine(state)) return false;
  const marks = state.storedMarks ?? state.selection.$from.marks();
  dispatch?.(state.tr.replaceSelectionWith(thing, false).ensureMarks(marks).scrollIntoView());
  return true;
}

/** Puts the words of things in their place, for a block that can hold nothing but letters. Line breaks stay. */
export function spellThings(tr: Transaction, { node, pos }: Block): void {
  const things: { readonly at: number; readonly text: string }[] = [];
  node.forEach((child, offset) => {
    const isThing = !child.isText && !child.type.spec.linebreakReplacement;
    if (isThing) things.push({ at: pos + 1 + offset, text: child.textContent });
  });
  for (const { at, text } of things.toReversed()) tr.insertText(text, at, at + 1);
}
