import type { DomElement } from "./dom-element.ts";
import { maxIndent, maxLevel } from "./limits.ts";

// How nested HTML from elsewhere becomes flat paragraphs: a block asks its ancestors which list and quote it stands in.

const elementNode = 1;
const textNode = 3;

/** Elements that end the line of text before them. */
const blockNames = [
  ..."address article aside blockquote dd div dl dt fieldset figcaption figure footer form".split(" "),
  ..."details h1 h2 h3 h4 h5 h6 header hr li main nav ol p pre section summary table tbody td tfoot th thead tr ul".split(
    " ",
  ),
];
const blocks = new Set(blockNames);
const blockSelector = blockNames.join(",");

/** Blocks that can be a list item's own line. */
const lines = new Set(["p", "div", "h1", "h2", "h3", "h4", "h5", "h6", "section", "article"]);

const checkboxSelector = "input[type=checkbox], [role=checkbox]";

/** Elements whose blocks are a flow of their own: the lists and quotes around them are not around what is in them. */
const flows = new Set(["aside", "details", "td", "th"]);

type Place = {
  readonly kind: "quote" | null;
  readonly level: number | null;
  readonly list: "bullet" | "ordered" | "task" | null;
  readonly indent: number | null;
  readonly start: number | null;
  readonly checked: true | null;
};

/** A paragraph's attributes, as the lists and quotes around the element have it. */
export function flowPlace(element: DomElement): Place {
  let quotes = 0;
  let lists = 0;
  let item: DomElement | null = null;
  for (let node: DomElement | null = element; node !== null; node = node.parentNode) {
    const name = nameOf(node);
    if (node !== element && flows.has(name)) break;
    if (name === "blockquote") quotes++;
    else if (name === "ul" || name === "ol") lists++;
    else if (name === "li") item ??= node;
  }
  const isItem = item !== null && lists > 0 && isFirstLine(element, item);
  const depth = Math.min(lists - (isItem ? 1 : 0), maxIndent);
  return {
    kind: quotes > 0 ? "quote" : null,
    level: quotes > 1 ? Math.min(quotes, maxLevel) : null,
    indent: depth > 0 ? depth : null,
    ...(isItem && item !== null ? itemPlace(item) : { list: null, start: null, checked: null }),
  };
}

/**
 * Makes a container ready to be read: where it holds blocks, text that stands bare between them gets a paragraph of its
 * own, and a list item that begins with something else than a line gets an empty one. Gives whether the container itself
 * is to be read as a paragraph, since all that it holds is text.
 */
export function prepareFlow(container: DomElement): boolean {
  const children = childrenOf(container);
  const isItem = nameOf(container) === "li";
  if (!children.some(isBlock)) return isItem || isInside(container);
  let run: DomElement | null = null;
  for (const child of children) {
    if (isBlock(child)) run = null;
    else if (run !== null) run.appendChild(child);
    else if (!isBlank(child)) {
      run = container.ownerDocument.createElement("p");
      container.insertBefore(run, child);
      run.appendChild(child);
    }
  }
  const first = childrenOf(container).find((child) => !isBlank(child));
  if (isItem && first !== undefined && !lines.has(nameOf(first)) && blocks.has(nameOf(first)))
    container.insertBefore(container.ownerDocument.createElement("p"), first);
  return false;
}

function itemPlace(item: DomElement): Pick<Place, "list" | "start" | "checked"> {
  const box = checkboxOf(item);
  if (box !== null) {
    const isChecked = box.hasAttribute("checked") || box.getAttribute("aria-checked") === "true";
    return { list: "task", start: null, checked: isChecked ? true : null };
  }
  const list = item.parentNode;
  if (list === null || nameOf(list) !== "ol") return { list: "bullet", start: null, checked: null };
  return { list: "ordered", start: startOf(item, list), checked: null };
}

function checkboxOf(item: DomElement): DomElement | null {
  if (item.getAttribute("role") === "checkbox") return item;
  const box = item.querySelector(checkboxSelector);
  for (let node = box; node !== null; node = node.parentNode)
    if (nameOf(node) === "li") return node === item ? box : null;
  return null;
}

/** The number that the item starts a list at, or null where it only follows the item before. */
function startOf(item: DomElement, list: DomElement): number | null {
  const value = readNumber(item.getAttribute("value"));
  if (value !== null) return value;
  if (hasItemBefore(item)) return null;
  const start = readNumber(list.getAttribute("start")) ?? 1;
  return start !== 1 || followsList(list) ? start : null;
}

function hasItemBefore(item: DomElement): boolean {
  for (let node = item.previousSibling; node !== null; node = node.previousSibling)
    if (nameOf(node) === "li") return true;
  return false;
}

function followsList(list: DomElement): boolean {
  const before = shownBefore(list);
  return before !== null && nameOf(before) === "ol";
}

/** The sibling before it that shows something. Looked for from there on: thousands may stand before that one. */
function shownBefore(node: DomElement): DomElement | null {
  let before = node.previousSibling;
  while (before !== null && isBlank(before)) before = before.previousSibling;
  return before;
}

function readNumber(text: string | null): number | null {
  return text !== null && /^\s*\d{1,9}\s*$/.test(text) ? Number(text) : null;
}

/** Whether nothing but blanks and a checkbox stands in the item before the element, and no quote around it. */
function isFirstLine(element: DomElement, item: DomElement): boolean {
  for (let node: DomElement | null = element; node !== null && node !== item; node = node.parentNode) {
    if (nameOf(node) === "blockquote" || node.parentNode === null || shownBefore(node) !== null) return false;
  }
  return true;
}

function isInside(element: DomElement): boolean {
  for (
    let node: DomElement | null = element;
    node !== null && !flows.has(nameOf(node));
    node = node.parentNode
  )
    if (nameOf(node) === "li" || nameOf(node) === "blockquote") return true;
  return false;
}

function isBlock(node: DomElement): boolean {
  if (node.nodeType !== elementNode) return false;
  return blocks.has(nameOf(node)) || node.querySelector(blockSelector) !== null;
}

/** Whether the node shows no text: white space, a comment, a checkbox alone. */
function isBlank(node: DomElement): boolean {
  if (node.nodeType === textNode) return (node.nodeValue ?? "").trim() === "";
  if (node.nodeType !== elementNode) return true;
  return nameOf(node) === "input" && node.getAttribute("type") === "checkbox";
}

function childrenOf(node: DomElement): DomElement[] {
  const children: DomElement[] = [];
  for (let child = node.firstChild; child !== null; child = child.nextSibling) children.push(child);
  return children;
}

function nameOf(node: DomElement): string {
  return node.nodeName.toLowerCase();
}
