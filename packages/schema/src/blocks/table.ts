import { choice, integer, line } from "../attribute.ts";
import { isQuireElement, readData, writeData } from "../data-attributes.ts";
import type { DomElement } from "../dom-element.ts";
import { flowPlace } from "../flow-dom.ts";
import type { NodeKind } from "../kind.ts";
import { maxIndent } from "../limits.ts";

const attributes = {
  id: line(64),
  /** Null is as wide as its columns are. */
  layout: choice(["full"]),
  indent: integer(1, maxIndent),
};

/** Whether a table fills the page from side to side, whatever is stored. */
export function isFullWidth(values: Readonly<Record<string, unknown>>): boolean {
  return attributes.layout.read(values.layout) === "full";
}

/** Rows of cells. Two people may leave it ragged, a cell short in a row: it is shown as it is (`tableGrid`). */
export const table = {
  name: "table",
  since: 3,
  attributes,
  spec: {
    group: "block",
    content: "table_row*",
    isolating: true,
    parseDOM: [
      {
        tag: "table",
        getAttrs: (element: DomElement) =>
          isQuireElement(element, "table")
            ? readData(element, attributes)
            : { indent: flowPlace(element).indent },
      },
    ],
    toDOM: (node) => ["table", writeData("table", attributes, node.attrs), ["tbody", 0]],
  },
} satisfies NodeKind<"table">;

/** The cells of a table that begin in one row. */
export const tableRow = {
  name: "table_row",
  since: 3,
  attributes: {},
  spec: {
    content: "(table_cell | table_header)*",
    parseDOM: [{ tag: "tr" }],
    toDOM: () => ["tr", 0],
  },
} satisfies NodeKind<"table_row">;
