import type { Node } from "prosemirror-model";
import type { EditorState } from "prosemirror-state";
import type { ProsemirrorBinding } from "y-prosemirror";
import * as Y from "yjs";
import { difference } from "./text-difference.ts";

/**
 * Writes typed text where it was typed, before y-prosemirror looks at the change. That one compares the text before and
 * after, and in a repeated letter finds another place: "zo" typed before "one" becomes `z`, `o`, `one` with the middle
 * letter after the old one, and what someone else types there at the same time comes between the letters. The caret
 * tells the places apart. Only one block's text is looked at; everything else is left to y-prosemirror.
 */
export function writeTyped({ type, mapping }: ProsemirrorBinding, { doc, selection }: EditorState): void {
  const { $head } = selection;
  if ($head.depth === 0 || type.length !== doc.childCount) return;
  const index = $head.index(0);
  const block = doc.child(index);
  const shared: unknown = type.get(index);
  if (
    !(shared instanceof Y.XmlElement) ||
    shared.nodeName !== block.type.name ||
    mapping.get(shared) === block
  )
    return;
  const runs = textRuns(block);
  const caret = $head.parentOffset;
  const at = runs.findIndex(
    ({ start, text }) => text !== null && start <= caret && caret <= start + text.length,
  );
  const run = runs[at];
  const child: unknown = shared.length === runs.length ? shared.get(at) : null;
  if (run?.text && child instanceof Y.XmlText) writeAtCaret(child, run.text, caret - run.start);
}

interface Run {
  readonly start: number;
  /** Null for a leaf between texts. */
  readonly text: string | null;
}

/** The block's content as the shared document holds it: one text for all marks, cut only by leaves. */
function textRuns(block: Node): readonly Run[] {
  const runs: Run[] = [];
  block.forEach((node, start) => {
    const last = runs.at(-1);
    if (!node.isText) runs.push({ start, text: null });
    else if (typeof last?.text === "string")
      runs[runs.length - 1] = { start: last.start, text: last.text + node.text };
    else runs.push({ start, text: node.text ?? "" });
  });
  return runs;
}

function writeAtCaret(shared: Y.XmlText, after: string, caret: number): void {
  const before = plainText(shared);
  const change = before === null ? null : difference(before, after, caret);
  if (!change) return;
  shared.delete(change.start, change.end - change.start);
  shared.insert(change.start, change.insert);
}

function plainText(shared: Y.XmlText): string | null {
  let text = "";
  for (const { insert } of shared.toDelta() as { insert: unknown }[]) {
    if (typeof insert !== "string") return null;
    text += insert;
  }
  return text;
}
