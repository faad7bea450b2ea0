import type { Node } from "prosemirror-model";
import type { Decoration, EditorView, NodeView, NodeViewConstructor } from "prosemirror-view";
import { type BlockShape, shapeOf } from "../blocks.ts";
import type { ListNumbers } from "../list-numbers.ts";
import type { ListPosition } from "../list-positions.ts";
import { toggleSection } from "../sections/toggle-section.ts";
import type { EditorWords } from "../words.ts";
import { frameHeading } from "./heading-frame.ts";

interface Parts {
  readonly dom: HTMLElement;
  readonly contentDOM: HTMLElement;
  /** What carries the indent: the list inside a quote, else the outermost element. */
  readonly indented: HTMLElement;
  readonly item: HTMLElement | null;
  readonly box: HTMLInputElement | null;
  readonly sign: HTMLButtonElement | null;
}

/**
 * Draws a paragraph as what it is: `p`, `h1` to `h6`, `blockquote`, a list of one item. A list's items are separate
 * blocks, so each says where it stands in the whole list: a screen reader hears one list.
 */
export function paragraphView(words: EditorWords, numbers: ListNumbers): NodeViewConstructor {
  return (node, view, getPos, decorations): NodeView => {
    let shape = shapeOf(node);
    const parts = build(view, shape, words.backToText);
    const { dom, contentDOM, box, sign } = parts;
    sign?.addEventListener("click", () => toggleSection(view, getPos));
    if (sign) showFold(sign, decorations, words);
    if (box) {
      box.ariaLabel = words.taskDone;
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
      update(next, nextDecorations) {
        const nextShape = shapeOf(next);
        if (next.type !== node.type || !isDrawnAlike(shape, nextShape)) return false;
        shape = nextShape;
        show(parts, next, shape);
        if (sign) showFold(sign, nextDecorations, words);
        return true;
      },
      stopEvent: ({ target }) => target !== null && (target === box || target === sign),
      ignoreMutation: ({ type, target }) => {
        // What the element itself says (its height may be kept) is not the text's.
        if (type === "attributes" && target === contentDOM) return true;
        return type !== "selection" && !contentDOM.contains(target);
      },
    };
  };
}

function isDrawnAlike(a: BlockShape, b: BlockShape): boolean {
  return (
    a.heading === b.heading &&
    a.quote === b.quote &&
    a.list === b.list &&
    (a.note === null) === (b.note === null)
  );
}

function build(view: EditorView, { heading, quote, list, note }: BlockShape, backToText: string): Parts {
  const document = view.dom.ownerDocument;
  const contentDOM = document.createElement(heading === null ? "p" : `h${heading}`);
  let dom = contentDOM;
  let item: HTMLElement | null = null;
  let box: HTMLInputElement | null = null;
  let sign: HTMLButtonElement | null = null;
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
  } else if (heading !== null) ({ dom, sign } = frameHeading(contentDOM, !view.editable));
  if (note !== null) {
    dom = document.createElement("div");
    dom.className = "quire-note";
    dom.append(contentDOM, backButton(document, backToText));
  }
  const indented = dom;
  for (let depth = 0; depth < quote; depth++) {
    const around = document.createElement("blockquote");
    around.append(dom);
    dom = around;
  }
  return { dom, contentDOM, item, box, sign, indented: list === null ? dom : indented };
}

/** The way back from a footnote to its sign. */
function backButton(document: Document, label: string): HTMLElement {
  const button = document.createElement("button");
  button.type = "button";
  button.className = "quire-note-back";
  button.contentEditable = "false";
  button.ariaLabel = label;
  // Mod-Enter is its key: leaving the text takes no stop at every note.
  button.tabIndex = -1;
  button.append("↩");
  return button;
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

/** Says what the sign does. */
function showFold(sign: HTMLButtonElement, decorations: readonly Decoration[], words: EditorWords): void {
  const isFolded = decorations.some(({ spec }) => spec.isFolded === true);
  if (sign.ariaExpanded === String(!isFolded)) return;
  sign.ariaExpanded = String(!isFolded);
  sign.ariaLabel = isFolded ? words.unfoldSection : words.foldSection;
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
