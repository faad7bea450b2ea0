import { holdsBlocks } from "@quire/schema";
import { DOMSerializer, type Fragment, type Node } from "prosemirror-model";
import { type BlockShape, isParagraph, shapeOf } from "./blocks.ts";
import { type ListPosition, listPositions } from "./list-positions.ts";

interface OpenList {
  readonly element: HTMLElement;
  /** The item that the next deeper block belongs to. */
  item: HTMLElement;
}

/** Where the next block goes: the quote that is open, and a list for each depth in it. */
interface Place {
  readonly root: HTMLElement | DocumentFragment;
  readonly quote: number;
  readonly lists: OpenList[];
}

/** Flat blocks as nested HTML: lists inside items, quotes around what they quote, numbers where lists start. */
export function nestBlocks(
  blocks: Fragment,
  serializer: DOMSerializer,
  document: Document,
): DocumentFragment {
  const root = document.createDocumentFragment();
  const shapes = blocks.content.map(shapeOf);
  const positions = listPositions(shapes);
  let place: Place = { root, quote: 0, lists: [] };
  blocks.forEach((node, _offset, index) => {
    const shape = shapes[index] ?? shapeOf(node);
    if (shape.quote !== place.quote) place = openQuote(root, shape.quote, document);
    const position = positions[index];
    const around = position ? openItem(place, shape, position, document) : holder(place, shape.indent);
    around.append(text(node, shape, serializer, document));
  });
  return root;
}

/** A new item in the list that is open at its depth, or in a new one. */
function openItem(place: Place, shape: BlockShape, position: ListPosition, document: Document): HTMLElement {
  const { list: kind, indent, isChecked } = shape;
  const { lists } = place;
  const item = document.createElement("li");
  if (position.position === 1 || !lists[indent]) {
    const element = document.createElement(kind === "ordered" ? "ol" : "ul");
    const { number } = position;
    if (number !== null && number !== 1) element.setAttribute("start", String(number));
    holder(place, indent).append(element);
    lists[indent] = { element, item };
  }
  lists.splice(indent + 1);
  const list = lists[indent];
  list?.element.append(item);
  if (list) list.item = item;
  if (kind === "task") item.append(box(isChecked, document));
  return item;
}

function openQuote(root: DocumentFragment, depth: number, document: Document): Place {
  let inner: HTMLElement | DocumentFragment = root;
  for (let i = 0; i < depth; i++) {
    const quote = document.createElement("blockquote");
    inner.append(quote);
    inner = quote;
  }
  return { root: inner, quote: depth, lists: [] };
}

/** What a block at this depth goes into: the nearest open item above it, else the quote or the root. */
function holder({ root, lists }: Place, indent: number): HTMLElement | DocumentFragment {
  lists.splice(indent);
  return lists.findLast((list) => list !== undefined)?.item ?? root;
}

/** The block itself, without the list or quote that it would draw around itself when it stands alone. */
function text(node: Node, shape: BlockShape, serializer: DOMSerializer, document: Document): globalThis.Node {
  if (holdsBlocks(node)) return flow(node, serializer, document);
  if (!isParagraph(node)) return serializer.serializeNode(node, { document });
  const element = document.createElement(shape.heading === null ? "p" : `h${shape.heading}`);
  if (shape.note !== null) element.setAttribute("data-footnote", shape.note);
  serializer.serializeFragment(node.content, { document }, element);
  return element;
}

/** A block that holds blocks, with those nested in their own lists and quotes. */
function flow(node: Node, serializer: DOMSerializer, document: Document): globalThis.Node {
  const { toDOM } = node.type.spec;
  if (!toDOM) return nestBlocks(node.content, serializer, document);
  const { dom, contentDOM } = DOMSerializer.renderSpec(document, toDOM(node));
  contentDOM?.append(nestBlocks(node.content, serializer, document));
  return dom;
}

function box(isChecked: boolean, document: Document): HTMLElement {
  const input = document.createElement("input");
  input.setAttribute("type", "checkbox");
  if (isChecked) input.setAttribute("checked", "");
  return input;
}
