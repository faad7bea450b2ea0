import type { Attribute } from "./attribute.ts";
import type { DomElement } from "./dom-element.ts";

type Attributes = Readonly<Record<string, Attribute>>;

/** Marks the element that holds a block's text, where that is not its outermost one. */
const textMarker = "data-quire-text";

/** The data attributes by which a block that Quire drew comes back whole, such as `data-kind="heading"`. */
export function writeData(
  name: string,
  attributes: Attributes,
  values: Readonly<Record<string, unknown>>,
): Record<string, string> {
  const data: Record<string, string> = { "data-quire": name };
  for (const [key, attribute] of Object.entries(attributes)) {
    const value = attribute.read(values[key]);
    if (value !== null) data[`data-${key}`] = String(value);
  }
  return data;
}

/** What `writeData` wrote. What is no value of an attribute is left out. */
export function readData(element: DomElement, attributes: Attributes): Record<string, unknown> {
  const values: Record<string, unknown> = {};
  for (const [key, attribute] of Object.entries(attributes)) {
    const text = element.getAttribute(`data-${key}`);
    if (text === null) continue;
    values[key] = attribute.read(text) ?? attribute.read(Number(text)) ?? attribute.read(text === "true");
  }
  return values;
}

/** Whether the element is a block of this name that Quire drew. */
export function isQuireElement(element: DomElement, name: string): boolean {
  return element.getAttribute("data-quire") === name;
}

/** The element inside a drawn block that holds its text. */
export function contentElement(element: DomElement): DomElement {
  return element.querySelector(`[${textMarker}]`) ?? element;
}

/** The attribute that `contentElement` looks for. */
export const textElement: Readonly<Record<string, string>> = { [textMarker]: "" };
