import type { Node } from "prosemirror-model";
import type { EditorView } from "prosemirror-view";
import { isDrawn } from "../code-previews.ts";
import { englishDrawingWords } from "../drawing-words.ts";
import type { Previews } from "../previews/open-previews.ts";
import type { EditorWords } from "../words.ts";
import { openCodeColors } from "./code-colors.ts";
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
  const { copy, copied, notCopied } = words.drawing ?? englishDrawingWords;
  const button = copyButton(bar.ownerDocument, { copy, copied, notCopied }, () => code);
  const colors = openCodeColors(contentDOM);
  let preview: CodePreview | undefined;
  return {
    show(node) {
      code = node.textContent;
      if (button.parentElement !== bar) bar.append(button);
      colors?.show(node.attrs.source === true ? undefined : node.attrs.language, code);
      if (isDrawn(node)) preview ??= codePreview(dom, view, getPos, words, previews);
      preview?.show(node, isDrawn(node));
    },
    destroy() {
      colors?.destroy();
      preview?.destroy();
    },
  };
}
