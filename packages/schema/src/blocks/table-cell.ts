import { choice, integer } from "../attribute.ts";
import { isQuireElement, readData, writeData } from "../data-attributes.ts";
import type { DomElement } from "../dom-element.ts";
import { prepareFlow } from "../flow-dom.ts";
import { type Hue, hue } from "../hues.ts";
import type { NodeKind } from "../kind.ts";
import { maxSpan } from "../limits.ts";

const attributes = {
  /** Columns and rows that the cell stands in. Null is 1. */
  colspan: integer(2, maxSpan),
  rowspan: integer(2, maxSpan),
  /** How wide the columns of a cell in the first row are, in pixels of the screen. Null is as its words need. */
  width: integer(24, 2000),
  align: choice(["center", "right"]),
  background: hue(),
};

/** A cell's attributes as they are meant, whatever is stored. */
export interface CellAttributes {
  readonly colspan: number;
  readonly rowspan: number;
  readonly width: number | null;
  readonly align: "center" | "right" | null;
  readonly background: Hue | null;
}

/** Reads a cell's attributes: what is no value of an attribute is its plain case. */
export function readCell(values: Readonly<Record<string, unknown>>): CellAttributes {
  return {
    colspan: attributes.colspan.read(values.colspan) ?? 1,
    rowspan: attributes.rowspan.read(values.rowspan) ?? 1,
    width: attributes.width.read(values.width),
    align: attributes.align.read(values.align),
    background: attributes.background.read(values.background),
  };
}

/** A cell of a table: a flow of its own. */
export const tableCell = {
  name: "table_cell",
  since: 3,
  attributes,
  spec: cellSpec("table_cell", "td"),
} satisfies NodeKind<"table_cell">;

/** A cell that says what its row or its column is about. */
export const tableHeader = {
  name: "table_header",
  since: 3,
  attributes,
  spec: cellSpec("table_header", "th"),
} satisfies NodeKind<"table_header">;

function cellSpec(name: string, tag: string) {
  return {
    content: "block*",
    isolating: true,
    parseDOM: [
      {
        tag,
        priority: 60,
        getAttrs: (element: DomElement) => {
          const isOwn = isQuireElement(element, name);
          if (!isOwn) prepareFlow(element);
          return isOwn ? readData(element, attributes) : foreignCell(element);
        },
      },
    ],
    toDOM: (node) => {
      const { colspan, rowspan } = readCell(node.attrs);
      const spans = { colspan: colspan > 1 ? colspan : null, rowspan: rowspan > 1 ? rowspan : null };
      return [tag, { ...writeData(name, attributes, node.attrs), ...spans }, 0];
    },
  } satisfies NodeKind["spec"];
}

/** What HTML from elsewhere says of a cell. */
function foreignCell(element: Pick<DomElement, "getAttribute">): Record<string, unknown> {
  const read = (name: keyof typeof attributes) => {
    const value = element.getAttribute(name);
    if (value === null) return null;
    const text = value.trim().toLowerCase();
    return (
      attributes[name].read(text) ?? attributes[name].read(/^\d{1,6}$/.test(text) ? clip(Number(text)) : null)
    );
  };
  return { colspan: read("colspan"), rowspan: read("rowspan"), align: read("align") };
}

/** More columns than a table may have are as many as it may have. */
function clip(span: number): number {
  return Math.min(span, maxSpan);
}
