import type { Node } from "prosemirror-model";
import type { EditorView, NodeViewConstructor } from "prosemirror-view";
import { setAttributes } from "../blocks.ts";
import { isDrawn } from "../code-previews.ts";
import { languages } from "../languages.ts";
import type { Previews } from "../previews/open-previews.ts";
import type { EditorWords } from "../words.ts";
import { barChoice, blockBar } from "./bar-choice.ts";
import type { CodePreview } from "./code-preview.ts";
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

    const choice = barChoice(view, languageChoice(document, words), (language) =>
      setLanguage(view, getPos(), language),
    );
    const note = document.createElement("span");
    note.textContent = words.keepsSource;

    let preview: CodePreview | undefined;
    let last = node;
    let isGone = false;
    const draw = (shown: Node) => {
      last = shown;
      const isShown = isDrawn(shown);
      dom.classList.toggle("quire-previewed", isShown);
      if (preview || !isShown) return preview?.show(shown, isShown);
      import("./code-preview.ts").then(
        ({ codePreview }) => {
          if (isGone) return;
          preview ??= codePreview(dom, view, getPos, words, previews);
          preview.show(last, isDrawn(last));
        },
        () => dom.classList.remove("quire-previewed"), // the server is gone since: the source is shown
      );
    };
    const show = (shown: Node) => {
      const { language, source } = shown.attrs;
      const isSource = source === true;
      if (bar.firstChild !== (isSource ? note : choice)) bar.replaceChildren(isSource ? note : choice);
      choice.disabled = !view.editable;
      showLanguage(choice, language, words);
      showPlace(dom, shown);
      draw(shown);
    };
    const destroy = () => {
      isGone = true;
      preview?.destroy();
    };
    return framedView(node, { dom, contentDOM, controls: bar, show, destroy });
  };
}

function setLanguage(view: EditorView, pos: number | undefined, language: string): void {
  if (pos === undefined) return;
  view.dispatch(setAttributes(view.state.tr, pos, { language: language === "" ? null : language }));
}

/** A choice that knows only what it shows until somebody goes to it: drawn in full, 700 of them take a second. */
function languageChoice(document: Document, words: EditorWords): HTMLSelectElement {
  const choice = document.createElement("select");
  choice.ariaLabel = words.codeLanguage;
  const fill = () => {
    for (const name of arrivals) choice.removeEventListener(name, fill);
    const { value } = choice;
    const offered = [{ id: "", label: words.plainCode }, ...languages];
    const isOffered = offered.some(({ id }) => id === value);
    const all = isOffered ? offered : [...offered, { id: value, label: value }];
    choice.replaceChildren(...all.map(({ id, label }) => option(document, id, label)));
    choice.value = value;
  };
  for (const name of arrivals) choice.addEventListener(name, fill);
  return choice;
}

/** How one comes to a choice: by pointer, by finger, by key. All come before its list is opened. */
const arrivals = ["pointerenter", "pointerdown", "focus"] as const;

/** Shows the block's language, also one that is not among those offered. */
function showLanguage(choice: HTMLSelectElement, language: unknown, words: EditorWords): void {
  const value = typeof language === "string" ? language.slice(0, 64) : "";
  if (![...choice.options].some((known) => known.value === value)) {
    const label = value === "" ? words.plainCode : languages.find(({ id }) => id === value)?.label;
    choice.append(option(choice.ownerDocument, value, label ?? value));
  }
  choice.value = value;
}
