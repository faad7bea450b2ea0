import type { Node } from "prosemirror-model";
import type { EditorView } from "prosemirror-view";
import { isDrawn } from "../code-previews.ts";
import { englishDrawingWords } from "../drawing-words.ts";
import type { Previews } from "../previews/open-previews.ts";
import type { EditorWords } from "../words.ts";
import { maxColored, openCodeColors } from "./code-colors.ts";
import { type CodePreview, codePreview } from "./code-preview.ts";
import { copyButton } from "./copy-button.ts";
import { offerLanguages } from "./offer-languages.ts";

/** What a code block has beside its text and the choice of its language. */
export interface CodeTools {
  show(node: Node): void;
  destroy(): void;
}

/** The block as it is drawn. */
interface CodePlace {
  readonly dom: HTMLElement;
  readonly bar: HTMLElement;
  readonly choice: HTMLSelectElement;
  readonly contentDOM: HTMLElement;
  readonly view: EditorView;
  readonly getPos: () => number | undefined;
  readonly words: EditorWords;
  readonly previews: () => Promise<Previews>;
}

/** Gives a code block its colours, its choice the languages, its bar a button that copies the code, and shows what the code draws, if it draws something. */
export function openCodeTools(place: CodePlace): CodeTools {
  const { dom, bar, contentDOM, view, getPos, words, previews } = place;
  offerLanguages(place.choice, words);
  let code = "";
  const { copy, copied, notCopied, oneColor } = words.drawing ?? englishDrawingWords;
  const button = copyButton(bar.ownerDocument, { copy, copied, notCopied }, () => code);
  // No stop for who writes, as nothing of a block's bar is: the way there is by the choice. A reader comes by Tab.
  button.tabIndex = view.editable ? -1 : 0;
  const endKeys = barKeys(place, button);
  const colors = openCodeColors(contentDOM);
  const note = bar.ownerDocument.createElement("span");
  note.textContent = oneColor;
  let preview: CodePreview | undefined;
  return {
    show(node) {
      code = node.textContent;
      if (button.parentElement !== bar) bar.append(button);
      const language = node.attrs.source === true ? undefined : node.attrs.language;
      if (typeof language !== "string" || code.length <= maxColored) note.remove();
      else if (note.parentElement !== bar) button.before(note);
      colors?.show(language, code);
      if (isDrawn(node)) preview ??= codePreview(dom, view, getPos, words, previews);
      preview?.show(node, isDrawn(node));
    },
    destroy() {
      endKeys();
      colors?.destroy();
      preview?.destroy();
    },
  };
}

/** Tab goes from the choice to the button and on into the text, Shift-Tab back; Escape goes into the text. Returns what ends it. */
function barKeys({ bar, choice, view }: CodePlace, button: HTMLButtonElement): () => void {
  const pressed = (event: KeyboardEvent) => {
    const { key, shiftKey, target } = event;
    const isTab = key === "Tab";
    // A reader goes through the page by Tab, and in the choice the other keys are its own.
    if (!view.editable || (target === button ? !isTab && key !== "Escape" : !isTab || shiftKey)) return;
    event.preventDefault();
    event.stopPropagation();
    if (target !== button) button.focus();
    else if (isTab && shiftKey && choice.isConnected) choice.focus();
    else view.focus();
  };
  bar.addEventListener("keydown", pressed, true);
  return () => bar.removeEventListener("keydown", pressed, true);
}
