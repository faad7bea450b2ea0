import type { Element, ElementContent, Properties } from "hast";
import type { BlockContent, PhrasingContent, Table, TableCell, TableRow } from "mdast";
import type { LeafDirective } from "mdast-util-directive";
import type { Node } from "prosemirror-model";
import { isFullWidth } from "../blocks/table.ts";
import { readCell } from "../blocks/table-cell.ts";
import { tableGrid } from "../table-grid.ts";
import { wholeTable } from "../whole-table.ts";
import type { Conversion } from "./conversion.ts";
import { isPlainTable } from "./plain-table.ts";
import { tableElements } from "./table-elements.ts";
import { tableReading } from "./table-reading.ts";

type Inside<Content> = (flow: Node) => Content[];

/**
 * A table is GitHub's where that can say it: a head, and cells of one line each. Any other is a directive with a line for
 * each row and each cell, below which stands what is in it: `:::table`, `::row`, `::header` or `::cell{colspan=2}`, `:::`.
 */
export const tableConversion: Conversion = {
  name: "table",
  toMdast(block, inside) {
    const table = wholeTable(block);
    if (tableGrid(table).width === 0) return [];
    return [isPlainTable(table) ? gfmTable(table, inside) : directiveTable(table, inside)];
  },
  toHast,
  fromMdast: tableReading,
  elements: tableElements,
};

function gfmTable({ children: rows }: Node, inside: Inside<BlockContent>): Table {
  const align = rows[0]?.children.map(({ attrs }) => readCell(attrs).align) ?? [];
  const children = rows.map(
    (row): TableRow => ({ type: "tableRow", children: row.children.map((cell) => gfmCell(inside(cell))) }),
  );
  return { type: "table", align, children };
}

/** A line that is nothing but a break is a block of its own outside of a table. */
function gfmCell([line]: readonly BlockContent[]): TableCell {
  if (line?.type === "html") return { type: "tableCell", children: [line] };
  return { type: "tableCell", children: line?.type === "paragraph" ? onOneLine(line.children) : [] };
}

function onOneLine(nodes: readonly PhrasingContent[]): PhrasingContent[] {
  return nodes.map((node): PhrasingContent => {
    if (node.type === "break") return { type: "html", value: "<br>" };
    if (node.type === "strong" || node.type === "emphasis" || node.type === "delete" || node.type === "link")
      return { ...node, children: onOneLine(node.children) };
    return node;
  });
}

function directiveTable(table: Node, inside: Inside<BlockContent>): BlockContent {
  const attributes = isFullWidth(table.attrs) ? { layout: "full" } : {};
  const children = table.children.flatMap((row) => [
    { type: "leafDirective" as const, name: "row", children: [] },
    ...row.children.flatMap((cell) => [sign(cell), ...inside(cell)]),
  ]);
  return { type: "containerDirective", name: "table", attributes, children };
}

function sign(cell: Node): LeafDirective {
  const attributes = Object.fromEntries(
    Object.entries(said(cell)).map(([name, value]) => [name, String(value)]),
  );
  const name = cell.type.name === "table_header" ? "header" : "cell";
  return { type: "leafDirective", name, attributes, children: [] };
}

/** A cell's attributes that are not the plain case. */
function said({ attrs }: Node): Record<string, string | number> {
  const { colspan, rowspan, width, align, background } = readCell(attrs);
  return {
    ...(colspan > 1 && { colspan }),
    ...(rowspan > 1 && { rowspan }),
    ...(width !== null && { width }),
    ...(align !== null && { align }),
    ...(background !== null && { background }),
  };
}

function toHast(block: Node, inside: Inside<ElementContent>): Element {
  const rows = wholeTable(block).children.map((row) =>
    element("tr", {}, lines(row.children.map((cell) => hastCell(cell, inside)))),
  );
  const layout = isFullWidth(block.attrs) ? { dataLayout: "full" } : {};
  return element("table", layout, [element("tbody", {}, lines(rows))]);
}

function hastCell(cell: Node, inside: Inside<ElementContent>): Element {
  const { colspan: colSpan, rowspan: rowSpan, background: dataBackground, ...others } = said(cell);
  const properties = {
    ...(colSpan !== undefined && { colSpan }),
    ...(rowSpan !== undefined && { rowSpan }),
    ...others,
    ...(dataBackground !== undefined && { dataBackground }),
  };
  return element(cell.type.name === "table_header" ? "th" : "td", properties, unwrapped(inside(cell)));
}

/** A plain line needs no paragraph around it. */
function unwrapped(content: ElementContent[]): ElementContent[] {
  const [only] = content;
  return content.length === 1 && only?.type === "element" && only.tagName === "p" ? only.children : content;
}

function element(tagName: string, properties: Properties, children: ElementContent[]): Element {
  return { type: "element", tagName, properties, children };
}

function lines(elements: readonly Element[]): ElementContent[] {
  return elements.flatMap((child): ElementContent[] => [child, { type: "text", value: "\n" }]).slice(0, -1);
}
