import type { Node } from "prosemirror-model";
import type { Decoration, NodeView, NodeViewConstructor } from "prosemirror-view";
import { type BlockShape, shapeOf } from "../blocks.ts";
import { listPositionIn } from "../list-numbers.ts";

interface Parts {
  readonly dom: HTMLElement;
  readonly contentDOM: HTMLElement;
  /** What carries the indent: the list inside a quote, else the outermost element. */
  readonly indented: HTMLElement;
  readonly item: HTMLElement | null;
  readonly box: HTMLInputElement | null;
}

/**
 * Draws a paragraph as what it is: `p`, `h1` to `h6`, `blockquote`, a list of one item. A list's items are separate
 * blocks, so each says where it stands in the whole list: a screen reader hears one list.
 */
export function paragraphView(taskDone: string): NodeViewConstructor {
  return (node, view, getPos, decorations): NodeView => {
    let shape = shapeOf(node);
    const parts = build(view.dom.ownerDocument, shape);
    const { dom, contentDOM, box } = parts;
    if (box) {
      box.ariaLabel = taskDone;
      box.disabled = !view.editable;
      box.addEventListener("change", () => {
        const pos = getPos();
        // The selection stays: the box sets one attribute and moves nothing.
        if (pos !== undefined)
          view.dispatch(view.state.tr.setNodeAttribute(pos, "checked", box.checked || null));
      });
    }
    show(parts, node, shape, decorations);
    return {
      dom,
      contentDOM,
      update(next, nextDecorations) {
        const nextShape = shapeOf(next);
        if (next.type !== node.type || !isDrawnAlike(shape, nextShape)) return false;
        shape = nextShape;
        show(parts, next, shape, nextDecorations);
        return true;
      },
      stopEvent: (event) => event.target === box,
      ignoreMutation: (mutation) => mutation.type !== "selection" && !contentDOM.contains(mutation.target),
    };
  };
}

function isDrawnAlike(a: BlockShape, b: BlockShape): boolean {
  return a.heading === b.heading && a.quote === b.quote && a.list === b.list;
}

function build(document: Document, { heading, quote, list }: BlockShape): Parts {
  const contentDOM = document.createElement(heading === null ? "p" : `h${heading}`);
  let dom = contentDOM;
  let item: HTMLElement | null = null;
  let box: HTMLInputElement | null = null;
  if (list !== null) {
    item = document.createElement("li");
    if (list === "task") {
      const hold = document.createElement("span");
      hold.className = "quire-task-box";
      hold.contentEditable = "false";
      box = document.createElement("input");
      box.type = "checkbox";
      hold.append(box);
      item.append(hold);
    }
    item.append(contentDOM);
    dom = document.createElement(list === "ordered" ? "ol" : "ul");
    dom.className = `quire-list quire-${list}`;
    dom.append(item);
  }
  const indented = dom;
  for (let depth = 0; depth < quote; depth++) {
    const around = document.createElement("blockquote");
    around.append(dom);
    dom = around;
  }
  return { dom, contentDOM, item, box, indented: list === null ? dom : indented };
}

function show(parts: Parts, node: Node, shape: BlockShape, decorations: readonly Decoration[]): void {
  const { dom, indented, item, box } = parts;
  dom.dir = "auto";
  setOrRemove(indented, "data-indent", shape.indent || null);
  const id: unknown = node.attrs.id;
  setOrRemove(dom, "data-id", typeof id === "string" ? id : null);
  if (!item) return;
  const position = listPositionIn(decorations);
  setOrRemove(item, "aria-level", position?.level ?? shape.indent + 1);
  setOrRemove(item, "aria-posinset", position?.position ?? null);
  setOrRemove(item, "aria-setsize", position?.size ?? null);
  if (shape.list === "ordered") setOrRemove(indented, "start", position?.number ?? shape.start ?? 1);
  if (box) {
    box.checked = shape.isChecked;
    item.classList.toggle("quire-done", shape.isChecked);
  }
}

/** Writes only what differs: a mutation that says nothing new still wakes the view's observer. */
function setOrRemove(element: HTMLElement, name: string, value: string | number | null): void {
  if (value === null) element.removeAttribute(name);
  else if (element.getAttribute(name) !== String(value)) element.setAttribute(name, String(value));
}
