import { isSealed, schema } from "@quire/schema";
import { NodeSelection, Plugin, TextSelection } from "prosemirror-state";
import type { EditorView } from "prosemirror-view";

/**
 * A letter typed over a selection is a change of ours. ProseMirror leaves it to the browser while the selection stays in
 * one block. Where another person's selection is drawn among the letters, Chromium then leaves a `br`, which becomes part
 * of the document, and wants the letter to look as before, by styles that the page's Content Security Policy refuses.
 *
 * A word that is composed over a selected thing is the browser's to write, and there is no text to write it in: it would
 * begin in the block above, and the first letter would stay there. It finds an empty line in the place of the thing.
 */
export function typeOverPlugin(): Plugin {
  return new Plugin({
    props: {
      handleKeyPress(view, event) {
        const { selection } = view.state;
        if (view.composing || selection.empty || !(selection instanceof TextSelection)) return false;
        const text = typedText(event);
        if (text === null) return false;
        replaceSelection(view, text);
        return true;
      },
      handleDOMEvents: {
        compositionstart(view) {
          makeRoom(view);
          return false;
        },
      },
    },
  });
}

function makeRoom(view: EditorView): void {
  const { selection, tr } = view.state;
  if (!view.editable || !(selection instanceof NodeSelection) || isSealed(selection.node)) return;
  const { from, node } = selection;
  if (node.isInline) return view.dispatch(tr.deleteSelection());
  tr.replaceSelectionWith(schema.nodes.paragraph.create());
  view.dispatch(tr.setSelection(TextSelection.create(tr.doc, from + 1)).scrollIntoView());
}

function replaceSelection(view: EditorView, text: string): void {
  const { from, to } = view.state.selection;
  const typed = () => view.state.tr.insertText(text).scrollIntoView();
  // Signs that become formatting see what is typed here as well.
  if (view.someProp("handleTextInput", (handle) => handle(view, from, to, text, typed))) return;
  view.dispatch(typed());
}

/** What a key press writes: nothing with Control, but Control and Alt together are AltGr. */
function typedText({ key, altKey, ctrlKey, metaKey }: KeyboardEvent): string | null {
  if (metaKey || (ctrlKey && !altKey)) return null;
  // Other keys have names of several letters.
  return key === String.fromCodePoint(key.codePointAt(0) ?? 0) ? key : null;
}
