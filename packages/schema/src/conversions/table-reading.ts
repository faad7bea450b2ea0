import type { Paragraph, RootContent, Table, TableCell, TableRow } from "mdast";
import type { ContainerDirective } from "mdast-util-directive";
import type { Node } from "prosemirror-model";
import { table } from "../blocks/table.ts";
import { tableCell } from "../blocks/table-cell.ts";
import { schema } from "../schema.ts";
import { wholeTable } from "../whole-table.ts";
import type { Reading } from "./conversion.ts";

type Said = Readonly<Record<string, string | number | null | undefined>>;

declare module "mdast" {
  interface TableData {
    /** What is said of the table. */
    attributes?: Said;
  }
  interface TableCellData {
    /** The blocks in the cell, where it has more than its children can say. */
    flow?: RootContent[];
    isHeader?: boolean;
    /** What is said of the cell, as text or numbers. */
    attributes?: Said;
  }
  interface ParagraphData {
    /** Says that it is a cell's line: nothing in it is a block. */
    isCell?: boolean;
  }
}

/** What a part of a table says, undefined for anything else. Tables of GitHub and those of directives are the same from here. */
export function tableReading(node: RootContent): Reading | undefined {
  switch (node.type) {
    case "table":
      return readTable(node);
    case "tableRow": {
      const isEmpty = node.children.length === 0;
      const make = (cells: readonly Node[]) =>
        schema.node("table_row", null, isEmpty ? [] : cells.map(inCell));
      return { type: "flow", children: node.children, make };
    }
    case "tableCell":
      return { type: "flow", children: flowOf(node), make: (blocks) => cellOf(node, blocks) };
    case "containerDirective":
      return node.name === "table" ? readTable(tableOf(node)) : undefined;
    default:
      return undefined;
  }
}

function readTable({ children, align, data }: Table): Reading {
  const rows = children.map((row, index) => (align ? gfmRow(row, index === 0, align) : row));
  const layout = table.attributes.layout.read(data?.attributes?.layout);
  const make = (blocks: readonly Node[]) => wholeTable(schema.node("table", { layout }, blocks.map(inRow)));
  return { type: "flow", children: rows, make };
}

function gfmRow(row: TableRow, isHeader: boolean, align: Table["align"]): TableRow {
  const children = row.children.map((cell, column): TableCell => {
    return { ...cell, data: { ...cell.data, isHeader, attributes: { align: align?.[column] } } };
  });
  return { ...row, children };
}

function flowOf({ data, children }: TableCell): RootContent[] {
  if (data?.flow !== undefined) return data.flow;
  const line: Paragraph = { type: "paragraph", data: { isCell: true }, children };
  return [line];
}

function cellOf({ data }: TableCell, blocks: readonly Node[]): Node {
  const values: Record<string, unknown> = {};
  for (const [name, attribute] of Object.entries(tableCell.attributes)) {
    const said = data?.attributes?.[name];
    values[name] = attribute.read(said) ?? attribute.read(Number(said));
  }
  return schema.node(data?.isHeader === true ? "table_header" : "table_cell", values, blocks);
}

/** Blocks that stand too deep to be in a cell of their own get one. */
function inCell(block: Node): Node {
  const isCell = block.type.name === "table_cell" || block.type.name === "table_header";
  return isCell ? block : schema.node("table_cell", null, [block]);
}

function inRow(block: Node): Node {
  return block.type.name === "table_row" ? block : schema.node("table_row", null, [inCell(block)]);
}

/** The rows and cells that a directive's lines begin. What stands before the first of them is in a cell all the same. */
function tableOf({ attributes, children }: ContainerDirective): Table {
  const rows: TableRow[] = [];
  let flow: RootContent[] | undefined;
  for (const child of children) {
    const name = child.type === "leafDirective" ? child.name : "";
    if (name === "row") {
      rows.push({ type: "tableRow", children: [] });
      flow = undefined;
      continue;
    }
    const isSign = child.type === "leafDirective" && (name === "cell" || name === "header");
    if (isSign || flow === undefined) {
      flow = [];
      const data = { flow, isHeader: name === "header", attributes: isSign ? (child.attributes ?? {}) : {} };
      const row = rows.at(-1) ?? { type: "tableRow", children: [] };
      if (rows.length === 0) rows.push(row);
      row.children.push({ type: "tableCell", data, children: [] });
    }
    if (!isSign) flow.push(child);
  }
  return { type: "table", data: { attributes: attributes ?? {} }, children: rows };
}
