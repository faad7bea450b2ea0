import type { LostWords } from "@quire/binding";
import { schema } from "@quire/schema";
import type { Node } from "prosemirror-model";
import { type EditorState, Selection, type Transaction } from "prosemirror-state";
import { findBlock } from "./removed-block.ts";

/**
 * Puts words that were lost behind the block that the caret is in, a paragraph for each, and the caret behind them; at a
 * block's start before it, since that is where a caret is left when its own block goes. A block that is there again, as by
 * the other person's undo, is only gone to.
 */
export function putBack({ tr, selection: { $to } }: EditorState, lost: readonly LostWords[]): Transaction {
  let at = $to.depth === 0 ? $to.pos : $to.parentOffset === 0 ? $to.before(1) : $to.after(1);
  let end: number | undefined;
  for (const { text, blockId } of lost) {
    const there = blockId === undefined ? null : findBlock(tr.doc, blockId);
    if (there === null) {
      const paragraph = schema.nodes.paragraph.create(null, linesOf(text));
      tr.insert(at, paragraph);
      at += paragraph.nodeSize;
      end = at;
    } else end = there + (tr.doc.nodeAt(there)?.nodeSize ?? 0);
  }
  if (end !== undefined) tr.setSelection(Selection.near(tr.doc.resolve(end - 1), -1));
  return tr.scrollIntoView();
}

function linesOf(text: string): readonly Node[] {
  return text.split("\n").flatMap((line, index) => {
    const words = line === "" ? [] : [schema.text(line)];
    return index === 0 ? words : [schema.nodes.hard_break.create(), ...words];
  });
}
