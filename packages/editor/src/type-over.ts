import { Plugin, TextSelection } from "prosemirror-state";
import type { EditorView } from "prosemirror-view";

/**
 * A letter typed over a selection is a change of ours. ProseMirror leaves it to the browser while the selection stays in
 * one block. Where another person's selection is drawn among the letters, Chromium then leaves a `br`, which becomes part
 * of the document, and wants the letter to look as before, by styles that the page's Content Security Policy refuses.
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
    },
  });
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
