import type { Node } from "prosemirror-model";
import type { EditorView, NodeViewConstructor } from "prosemirror-view";
import { setAttributes } from "../blocks.ts";
import { isDrawn } from "../code-previews.ts";
import type { CodeTools } from "../code-tools/code-tools.ts";
import { languages } from "../languages.ts";
import type { Previews } from "../previews/open-previews.ts";
import type { EditorWords } from "../words.ts";
import { barChoice, blockBar } from "./bar-choice.ts";
import { framedView } from "./framed-view.ts";
import { option } from "./option.ts";
import { showPlace } from "./show-place.ts";

/** Draws a code block with a choice of its language above it. Escape, then Shift-Tab leads there; either key back. */
export function codeBlockView(words: EditorWords, previews: () => Promise<Previews>): NodeViewConstructor {
  return (node, view, getPos) => {
    const document = view.dom.ownerDocument;
    const dom = document.createElement("div");
    dom.className = "quire-code";
    const bar = blockBar(document, "quire-code-bar");
    const pre = document.createElement("pre");
    const contentDOM = document.createElement("code");
    pre.append(contentDOM);
    pre.spellcheck = false;
    for (const name of ["autocorrect", "autocapitalize"]) pre.setAttribute(name, "off");
    pre.translate = false;
    dom.append(bar, pre);

    const choice = barChoice(view, document.createElement("select"), (language) =>
      setLanguage(view, getPos(), language),
    );
    choice.ariaLabel = words.codeLanguage;
    const note = document.createElement("span");
    note.textContent = words.keepsSource;

    let tools: CodeTools | undefined;
    let last = node;
    let isGone = false;
    let isBare = false;
    const show = (shown: Node) => {
      last = shown;
      const { language, source } = shown.attrs;
      const isSource = source === true;
      if (bar.firstChild !== (isSource ? note : choice)) bar.replaceChildren(isSource ? note : choice);
      choice.disabled = !view.editable;
      showLanguage(choice, language, words);
      showPlace(dom, shown);
      dom.classList.toggle("quire-previewed", !isBare && isDrawn(shown));
      tools?.show(shown);
    };
    import("../code-tools/code-tools.ts").then(
      ({ openCodeTools }) => {
        if (isGone) return;
        tools = openCodeTools({ dom, bar, choice, contentDOM, view, getPos, words, previews });
        tools.show(last);
      },
      () => {
        isBare = true; // the server is gone since: the source is shown, in one colour
        show(last);
      },
    );
    const destroy = () => {
      isGone = true;
      tools?.destroy();
    };
    return framedView(node, { dom, contentDOM, controls: bar, show, destroy });
  };
}

function setLanguage(view: EditorView, pos: number | undefined, language: string): void {
  if (pos === undefined) return;
  view.dispatch(setAttributes(view.state.tr, pos, { language: language === "" ? null : language }));
}

/** Shows the block's language, also one that is not among those offered. */
function showLanguage(choice: HTMLSelectElement, language: unknown, words: EditorWords): void {
  const value = typeof language === "string" ? language.slice(0, 64) : "";
  if (![...choice.options].some((known) => known.value === value)) {
    const label = value === "" ? words.plainCode : languages.find(({ id }) => id === value)?.label;
    choice.append(option(choice.ownerDocument, value, label ?? value));
  }
  choice.value = value;
}
