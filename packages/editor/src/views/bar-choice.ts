import type { EditorView } from "prosemirror-view";

/** Makes a `select` a control of a block's bar: no stop on the way out of the text, and Escape or Tab leads back into it. */
export function barChoice(
  view: EditorView,
  choice: HTMLSelectElement,
  choose: (value: string) => void,
): HTMLSelectElement {
  choice.tabIndex = -1;
  choice.addEventListener("keydown", (event) => {
    if (event.key !== "Escape" && event.key !== "Tab") return;
    event.preventDefault();
    view.focus();
  });
  choice.addEventListener("change", () => choose(choice.value));
  return choice;
}

/** The bar itself, above the block's content. */
export function blockBar(document: Document, className: string): HTMLElement {
  const bar = document.createElement("div");
  bar.className = className;
  bar.contentEditable = "false";
  return bar;
}
