import { schema } from "@quire/schema";
import { type EditorState, TextSelection, type Transaction } from "prosemirror-state";
import { isParagraph, shapeOf } from "../blocks.ts";
import { type IsHidden, runAt } from "../moving/block-run.ts";

/** A slash in a new line below a block, an item below an item; in the block itself where that is an empty line. */
export function slashBelow({ doc, tr }: EditorState, pos: number, isHidden: IsHidden): Transaction | null {
  const node = doc.nodeAt(pos);
  const run = runAt(doc, pos, isHidden);
  if (!node || !run) return null;
  if (isParagraph(node) && node.content.size === 0) {
    tr.insertText("/", pos + 1);
    return tr.setSelection(TextSelection.create(tr.doc, pos + 2));
  }
  const { list, indent } = shapeOf(node);
  const attrs = { list, indent: indent > 0 ? indent : null };
  tr.insert(run.to, schema.nodes.paragraph.create(attrs, schema.text("/")));
  return tr.setSelection(TextSelection.create(tr.doc, run.to + 2)).scrollIntoView();
}
