import { heldStyle } from "./held-html.ts";

/** Whether the node is an element. */
export function isElement(node: Node | null): node is Element {
  return node !== null && node.nodeType === 1;
}

/** An element's name in small letters; of anything else the empty word. */
export function nameOf(node: Node | null): string {
  return isElement(node) ? node.nodeName.toLowerCase() : "";
}

/** Puts what is in the element in its place. */
export function unwrap(element: Element): void {
  const { parentNode } = element;
  while (parentNode !== null && element.firstChild !== null) {
    parentNode.insertBefore(element.firstChild, element);
  }
  element.remove();
}

/** An element of another name in the place of this one, with what is in it. It has no attributes. */
export function rename(element: Element, name: string): Element {
  const renamed = element.ownerDocument.createElement(name);
  moveChildren(element, renamed);
  element.replaceWith(renamed);
  return renamed;
}

/** Moves all that is in one element to the end of another. */
export function moveChildren(from: Node, to: Node): void {
  while (from.firstChild !== null) to.appendChild(from.firstChild);
}

/** The words of a node, with every run of blanks as one. */
export function wordsOf(node: Node): string {
  return (node.textContent ?? "").replace(/[\s\u00a0]+/g, " ").trim();
}

/** The elements that have a style with this text in it. */
export function withStyle(root: Element, text: string): Element[] {
  return [...root.querySelectorAll(`[${heldStyle}*="${text}"]`)];
}

/** An element's own style by its properties, as it came: what a program made up for itself is there too. */
export function styleOf(element: Element): ReadonlyMap<string, string> {
  return readStyle(element.getAttribute(heldStyle) ?? "");
}

/** Declarations by their properties. */
export function readStyle(text: string): ReadonlyMap<string, string> {
  const style = new Map<string, string>();
  // Longer ones are hostile, or hold a picture.
  for (const declaration of text.slice(0, 4096).split(";")) {
    const colon = declaration.indexOf(":");
    if (colon === -1) continue;
    const value = declaration.slice(colon + 1).trim();
    style.set(declaration.slice(0, colon).trim().toLowerCase(), value.toLowerCase());
  }
  return style;
}
