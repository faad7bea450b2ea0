import type { Node } from "prosemirror-model";
import type { NodeView, NodeViewConstructor } from "prosemirror-view";
import { type BlockShape, shapeOf } from "../blocks.ts";
import type { ListNumbers } from "../list-numbers.ts";
import type { ListPosition } from "../list-positions.ts";

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
export function paragraphView(taskDone: string, numbers: ListNumbers): NodeViewConstructor {
  return (node, view, getPos): NodeView => {
    let shape = shapeOf(node);
    const parts = build(view.dom.ownerDocument, shape);
    const { dom, contentDOM, box } = parts;
    if (box) {
      box.ariaLabel = taskDone;
      box.disabled = !view.editable;
      // Mod-Enter is its key: with a stop at every box, leaving the text would take as many presses as it has tasks.
      box.tabIndex = -1;
      // The caret stays where it is, and the text keeps the focus.
      box.addEventListener("mousedown", (event) => event.preventDefault());
      box.addEventListener("change", () => {
        const pos = getPos();
        // The selection stays: the box sets one attribute and moves nothing.
        if (pos !== undefined)
          view.dispatch(view.state.tr.setNodeAttribute(pos, "checked", box.checked || null));
      });
    }
    const { item, indented } = parts;
    const showPosition = (position: ListPosition) => item && number(item, indented, position);
    show(parts, node, shape);
    numbers.attach(dom, node, showPosition);
    return {
      dom,
      contentDOM,
      update(next) {
        const nextShape = shapeOf(next);
        if (next.type !== node.type || !isDrawnAlike(shape, nextShape)) return false;
        shape = nextShape;
        show(parts, next, shape);
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

function show({ dom, indented, item, box }: Parts, node: Node, shape: BlockShape): void {
  if (dom.dir !== "auto") dom.dir = "auto";
  setOrRemove(indented, "data-indent", shape.indent || null);
  const id: unknown = node.attrs.id;
  setOrRemove(dom, "data-id", typeof id === "string" ? id : null);
  if (item) setOrRemove(item, "aria-level", shape.indent + 1);
  if (!box) return;
  box.checked = shape.isChecked;
  item?.classList.toggle("quire-done", shape.isChecked);
}

function number(item: HTMLElement, list: HTMLElement, { number, position, size }: ListPosition): void {
  setOrRemove(item, "aria-posinset", position);
  setOrRemove(item, "aria-setsize", size);
  if (number !== null) setOrRemove(list, "start", number);
}

/** Writes only what differs: a mutation that says nothing new still wakes the view's observer. */
function setOrRemove(element: HTMLElement, name: string, value: string | number | null): void {
  if (value === null) element.removeAttribute(name);
  else if (element.getAttribute(name) !== String(value)) element.setAttribute(name, String(value));
}
