import { Fragment } from "prosemirror-model";
import type { Transaction } from "prosemirror-state";
import { ReplaceStep } from "prosemirror-transform";

/**
 * Makes the transaction turn the document into one with this content, by the smallest single step there is.
 *
 * y-prosemirror 1.3 replaces everything at each remote edit, which throws away every decoration and position that
 * is mapped through it (y-prosemirror#49, #113). The step is built by hand: `tr.replace` would try to fit it, which
 * takes 50 ms in a long document.
 */
export function replaceContent(tr: Transaction, content: Fragment): Transaction {
  const before = tr.doc.content;
  const after = filled(tr, content);
  const start = before.findDiffStart(after);
  const end = before.findDiffEnd(after);
  if (start === null || end === null) return tr;
  // In repeated text both diffs claim the same part; give it to the start.
  const overlap = Math.max(0, start - Math.min(end.a, end.b));
  const target = tr.doc.type.create(tr.doc.attrs, after);
  return tr.step(new ReplaceStep(start, end.a + overlap, target.slice(start, end.b + overlap)));
}

/** The content, or one empty block where the shared document has none: a view needs a place for the caret. */
function filled(tr: Transaction, content: Fragment): Fragment {
  return content.childCount > 0 ? content : (tr.doc.type.createAndFill()?.content ?? Fragment.empty);
}
