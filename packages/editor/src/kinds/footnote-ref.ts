import { newBlockId, schema } from "@quire/schema";
import { type EditorState, Plugin, TextSelection } from "prosemirror-state";
import { isPlain } from "../blocks.ts";
import type { Dispatch } from "../commands/command.ts";
import { canStandInLine, insertInLine } from "../inline-things.ts";
import { clickNote, goToNote, goToSign } from "../notes/going.ts";
import { numberingPlugin } from "../notes/numbering.ts";
import type { KindEditing } from "./kind-editing.ts";

/** A footnote: a sign in the text, and a note below it. Enter on the sign goes to the note, Mod-Enter in it back. */
export const footnoteRefEditing: KindEditing = {
  name: "footnote_ref",
  commands: [
    {
      id: "footnote",
      label: "Footnote",
      group: "insert",
      icon: "asterisk",
      in: ["slash"],
      keywords: ["note", "reference", "endnote", "citation"],
      isActive: () => false,
      isEnabled: (state) => canStandInLine(state),
      run: insertFootnote,
    },
  ],
  keys: { Enter: goToNote, "Mod-Enter": goToSign },
  plugins: ({ words }) => [
    numberingPlugin(words),
    new Plugin({ props: { handleDOMEvents: { click: clickNote } } }),
  ],
};

/** Puts the sign behind the caret, and the note at the document's end, where the caret goes. */
function insertFootnote(state: EditorState, dispatch?: Dispatch): boolean {
  const name = newBlockId().toLowerCase();
  const { footnote_ref: sign, paragraph } = schema.nodes;
  const end = state.tr.setSelection(TextSelection.create(state.doc, state.selection.to));
  return insertInLine(state.apply(end), sign.create({ name }), (tr) => {
    if (!dispatch) return;
    const whole = state.tr.setSelection(end.selection);
    for (const step of tr.steps) whole.step(step);
    const { lastChild: last, content } = whole.doc;
    const isFree = last !== null && isPlain(last) && last.content.size === 0 && whole.doc.childCount > 1;
    const at = isFree ? content.size - last.nodeSize : content.size;
    whole.insert(at, paragraph.create({ kind: "footnote", name }));
    dispatch(whole.setSelection(TextSelection.create(whole.doc, at + 1)).scrollIntoView());
  });
}
