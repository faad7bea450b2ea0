import type { Node } from "prosemirror-model";
import type { EditorView, NodeView, NodeViewConstructor } from "prosemirror-view";
import { setAttributes } from "../blocks.ts";
import { languages } from "../languages.ts";
import type { EditorWords } from "../words.ts";

/** Draws a code block with a choice of its language above it. Escape, then Shift-Tab leads there; either key back. */
export function codeBlockView(words: EditorWords): NodeViewConstructor {
  return (node, view, getPos): NodeView => {
    const document = view.dom.ownerDocument;
    const dom = document.createElement("div");
    dom.className = "quire-code";
    const bar = document.createElement("div");
    bar.className = "quire-code-bar";
    bar.contentEditable = "false";
    const pre = document.createElement("pre");
    const contentDOM = document.createElement("code");
    pre.append(contentDOM);
    pre.spellcheck = false;
    for (const name of ["autocorrect", "autocapitalize"]) pre.setAttribute(name, "off");
    pre.translate = false;
    dom.append(bar, pre);

    const choice = languageChoice(document, words);
    choice.tabIndex = -1; // no stop on the way out of the text
    choice.addEventListener("keydown", (event) => {
      if (event.key !== "Escape" && event.key !== "Tab") return;
      event.preventDefault();
      view.focus();
    });
    choice.addEventListener("change", () => setLanguage(view, getPos(), choice.value));
    const note = document.createElement("span");
    note.textContent = words.keepsSource;

    const show = ({ attrs: { language, indent, source, id } }: Node) => {
      const isSource = source === true;
      if (bar.firstChild !== (isSource ? note : choice)) bar.replaceChildren(isSource ? note : choice);
      choice.disabled = !view.editable;
      showLanguage(choice, language, words);
      if (typeof indent === "number") dom.dataset.indent = String(indent);
      else delete dom.dataset.indent;
      if (typeof id === "string") dom.dataset.id = id;
    };
    show(node);
    return {
      dom,
      contentDOM,
      update(next) {
        if (next.type !== node.type) return false;
        show(next);
        return true;
      },
      stopEvent: (event) => event.target === choice,
      ignoreMutation: (mutation) => mutation.type !== "selection" && !contentDOM.contains(mutation.target),
    };
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

function option(document: Document, value: string, label: string): HTMLOptionElement {
  const element = document.createElement("option");
  element.value = value;
  element.textContent = label;
  return element;
}
