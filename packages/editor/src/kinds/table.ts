import { emptyCell, schema } from "@quire/schema";
import type { Node } from "prosemirror-model";
import { type EditorState, TextSelection } from "prosemirror-state";
import { isParagraph, plain, selectedBlocks, setAttributes, shapeOf } from "../blocks.ts";
import type { Dispatch } from "../commands/command.ts";
import { tablePlugin } from "../table/table-plugin.ts";
import { cellView, tableView } from "../views/table-view.ts";
import type { KindEditing } from "./kind-editing.ts";

/** Rows of cells, each a flow of its own. What is done to them is loaded when a table is seen. */
export const tableEditing: readonly KindEditing[] = [
  {
    name: "table",
    commands: [
      {
        id: "table",
        label: "Table",
        group: "insert",
        icon: "table",
        in: ["slash"],
        keywords: ["grid", "cells", "rows", "columns", "spreadsheet"],
        isActive: () => false,
        isEnabled: (state) => insertTable(state),
        run: insertTable,
      },
    ],
    view: tableView,
    plugins: ({ words }) => [tablePlugin(words.table)],
  },
  { name: "table_cell", commands: [], view: () => cellView("td") },
  { name: "table_header", commands: [], view: () => cellView("th") },
];

/** A table of three rows, the first of heads: above the line if that is empty, else below it. The caret goes into it. */
function insertTable(state: EditorState, dispatch?: Dispatch): boolean {
  const block = selectedBlocks(state).at(-1);
  const { table, table_cell: cell, table_header: header, paragraph } = schema.nodes;
  if (!block || [cell, header].includes(block.flow.type)) return false;
  if (!block.flow.canReplaceWith(block.index, block.index, table)) return false;
  if (!dispatch) return true;
  const { tr } = state;
  const isEmptyLine = isParagraph(block.node) && block.node.content.size === 0;
  const at = isEmptyLine ? block.pos : block.pos + block.node.nodeSize;
  const { indent } = shapeOf(block.node);
  const made = newTable(3, 3, indent > 0 ? indent : null);
  tr.insert(at, made);
  const after = at + made.nodeSize;
  if (isEmptyLine) setAttributes(tr, after, plain);
  if (!tr.doc.resolve(after).nodeAfter?.isTextblock) tr.insert(after, paragraph.create());
  dispatch(tr.setSelection(TextSelection.create(tr.doc, at + 4)).scrollIntoView());
  return true;
}

function newTable(rows: number, columns: number, indent: number | null): Node {
  const rowOf = (name: "table_cell" | "table_header") =>
    schema.node(
      "table_row",
      null,
      Array.from({ length: columns }, () => emptyCell(name)),
    );
  return schema.node(
    "table",
    { indent },
    Array.from({ length: rows }, (_, row) => rowOf(row === 0 ? "table_header" : "table_cell")),
  );
}
