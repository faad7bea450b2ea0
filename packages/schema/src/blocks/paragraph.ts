import type { DOMOutputSpec } from "prosemirror-model";
import { choice, flag, integer, line } from "../attribute.ts";
import { contentElement, isQuireElement, readData, textElement, writeData } from "../data-attributes.ts";
import type { DomElement } from "../dom-element.ts";
import { flowPlace, prepareFlow } from "../flow-dom.ts";
import type { NodeKind } from "../kind.ts";
import { maxIndent, maxItemNumber, maxLevel } from "../limits.ts";
import { noteName } from "../note-name.ts";

const attributes = {
  id: line(64),
  kind: choice(["heading", "quote", "footnote"]),
  /** A heading's level, or a quote's depth. Null is 1. */
  level: integer(1, maxLevel),
  list: choice(["bullet", "ordered", "task"]),
  /** Null is 0. Without `list`, content of the item above at that depth. */
  indent: integer(1, maxIndent),
  /** The number at which an ordered item starts its list. */
  start: integer(0, maxItemNumber),
  checked: flag(),
  /** A footnote's: what its signs call it. Paragraphs of one name that follow one another are one note. */
  name: noteName,
};

/** What a paragraph is beside a plain one. */
export type ParagraphKind = "heading" | "quote" | "footnote";

/** The lists that a paragraph can be an item of. */
export type ListKind = "bullet" | "ordered" | "task";

/** A paragraph's attributes as they are meant, whatever is stored. */
export interface ParagraphAttributes {
  readonly id: string | null;
  readonly kind: ParagraphKind | null;
  readonly level: number | null;
  readonly list: ListKind | null;
  readonly indent: number | null;
  readonly start: number | null;
  readonly checked: true | null;
  readonly name: string | null;
}

/** Reads a paragraph's attributes: what is no value of an attribute is null, and so are `plain` and `none`. */
export function readParagraphAttributes(values: Readonly<Record<string, unknown>>): ParagraphAttributes {
  return {
    id: attributes.id.read(values.id),
    kind: attributes.kind.read(values.kind),
    level: attributes.level.read(values.level),
    list: attributes.list.read(values.list),
    indent: attributes.indent.read(values.indent),
    start: attributes.start.read(values.start),
    checked: attributes.checked.read(values.checked),
    name: attributes.name.read(values.name),
  };
}

/**
 * The one text block. Heading, quote and list item are attributes of it, since turning one into another must not replace
 * the shared element that somebody else is typing in.
 */
export const paragraph = {
  name: "paragraph",
  since: 1,
  attributes,
  spec: {
    group: "block",
    content: "inline*",
    parseDOM: [
      {
        tag: "[data-quire=paragraph]",
        priority: 60,
        contentElement,
        getAttrs: (element: DomElement) =>
          isQuireElement(element, "paragraph") && readData(element, attributes),
      },
      ...[1, 2, 3, 4, 5, 6].map((level) => ({
        tag: `h${level}`,
        getAttrs: (element: DomElement) => ({ ...flowPlace(element), kind: "heading", level }),
      })),
      { tag: "p[data-footnote]", priority: 55, getAttrs: footnotePlace },
      { tag: "p, summary", getAttrs: flowPlace },
      {
        tag: "li, blockquote, div, section, article, dd, dt",
        getAttrs: (element: DomElement) => prepareFlow(element) && flowPlace(element),
      },
    ],
    toDOM: (node) => draw(readParagraphAttributes(node.attrs)),
  },
} satisfies NodeKind<"paragraph">;

/** A note of another page; one that nothing can refer to is a line as any other. */
function footnotePlace(element: DomElement): Record<string, unknown> | false {
  const name = noteName.read(element.getAttribute("data-footnote"));
  return name !== null && { ...flowPlace(element), kind: "footnote", level: null, list: null, name };
}

/** The name of a footnote that a paragraph is of; null for any other. An item is a list's. */
export function noteOf(values: Readonly<Record<string, unknown>>): string | null {
  const { kind, list, name } = readParagraphAttributes(values);
  return kind === "footnote" && list === null ? name : null;
}

function draw(values: ParagraphAttributes): DOMOutputSpec {
  const data = writeData("paragraph", attributes, { ...values });
  const { kind, list } = values;
  const level = values.level ?? 1;
  const tag = kind === "heading" ? `h${level}` : "p";
  if (list === null && kind !== "quote") return [tag, data, 0];

  let drawn: DOMOutputSpec = [tag, textElement, 0];
  const outermost = (isOutermost: boolean) => (isOutermost ? data : {});
  if (list !== null) drawn = drawItem(values, list, drawn, outermost(kind !== "quote"));
  if (kind === "quote")
    for (let depth = level; depth > 0; depth--) drawn = ["blockquote", outermost(depth === 1), drawn];
  return drawn;
}

function drawItem(
  values: ParagraphAttributes,
  list: ListKind,
  text: DOMOutputSpec,
  data: Record<string, string>,
): DOMOutputSpec {
  switch (list) {
    case "bullet":
      return ["ul", data, ["li", text]];
    case "ordered":
      return ["ol", { ...data, start: values.start }, ["li", text]];
    case "task": {
      const checked = values.checked === true ? "" : null;
      const box: DOMOutputSpec = ["input", { type: "checkbox", contenteditable: "false", checked }];
      return ["ul", { ...data, class: "quire-tasks" }, ["li", box, text]];
    }
    default:
      return list satisfies never;
  }
}
