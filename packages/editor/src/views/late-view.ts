import type { Node } from "prosemirror-model";
import type { EditorView, NodeViewConstructor } from "prosemirror-view";
import { showPlace } from "./show-place.ts";

/** What is drawn in a thing that has no text of its own. */
export interface Drawing {
  show(node: Node): void;
  destroy?(): void;
}

/** Begins to draw in an element. */
export type Draw = (dom: HTMLElement, view: EditorView, getPos: () => number | undefined) => Drawing;

/**
 * A thing without text of its own, between blocks or in a line, whose inside is drawn by what is fetched at first sight of
 * one. Until then it is what it says as text. Its controls act for themselves.
 */
export function lateView(className: string, load: () => Promise<Draw>, tag = "div"): NodeViewConstructor {
  return (node, view, getPos) => {
    const dom = view.dom.ownerDocument.createElement(tag);
    dom.className = className;
    dom.dataset.quire = node.type.name;
    dom.textContent = node.textContent;
    dom.contentEditable = "false";
    let shown = node;
    let drawing: Drawing | undefined;
    let isGone = false;
    showPlace(dom, node);
    load().then(
      (draw) => {
        if (isGone) return;
        drawing = draw(dom, view, getPos);
        drawing.show(shown);
      },
      () => undefined, // the server is gone since: the block's place stays empty until the page is opened again
    );
    return {
      dom,
      update(next) {
        if (next.type !== node.type) return false;
        shown = next;
        showPlace(dom, next);
        drawing?.show(next);
        return true;
      },
      stopEvent: ({ target }) =>
        target instanceof Element && target.closest("a, button, input, textarea") !== null,
      ignoreMutation: ({ type }) => type !== "selection",
      destroy() {
        isGone = true;
        drawing?.destroy?.();
      },
    };
  };
}
