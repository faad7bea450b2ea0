import { holdsBlocks, isSealed, schema, tableGrid } from "@quire/schema";
import { type Node, Slice } from "prosemirror-model";
import { shapeOf } from "../blocks.ts";
import { type ListPosition, listPositions } from "../list-positions.ts";

/** What is copied as plain text: items keep their signs, paragraphs stand apart. */
export function copiedText(slice: Slice): string {
  const { content } = slice;
  const [only] = content.content;
  if (content.childCount === 1 && only && !only.isInline) return textOf(only);
  if (content.firstChild?.isInline) return content.textBetween(0, content.size);
  const shapes = content.content.map(shapeOf);
  const positions = listPositions(shapes);
  let text = "";
  content.forEach((node, _offset, index) => {
    const shape = shapes[index];
    const isItem = shape?.list !== null && shape?.list !== undefined;
    const follows = isItem && shapes[index - 1]?.list !== null;
    if (index > 0) text += follows ? "\n" : "\n\n";
    text += "  ".repeat(shape?.indent ?? 0) + sign(node, positions[index] ?? null) + textOf(node);
  });
  return text;
}

function textOf(node: Node): string {
  if (node.type === schema.nodes.table) return tableText(node);
  if (holdsBlocks(node)) return copiedText(new Slice(node.content, 0, 0));
  const hasText = node.isTextblock || isSealed(node) || node.type.spec.leafText !== undefined;
  return hasText ? node.textContent : "---";
}

/** A row a line, with tabs between its cells, as spreadsheets read it. */
function tableText(table: Node): string {
  const { width, height, at } = tableGrid(table);
  const rows = Array.from({ length: height }, (_, row) =>
    Array.from({ length: width }, (_unused, column) => {
      const cell = at(row, column);
      const isHere = cell?.row === row && cell.column === column;
      return isHere ? cellText(copiedText(new Slice(cell.node.content, 0, 0))) : "";
    }).join("\t"),
  );
  return rows.join("\n");
}

/** Words with a tab, a line or a quotation mark in them stand in quotation marks. */
function cellText(text: string): string {
  const lines = text.replace(/\n+/g, "\n");
  return /[\t\n"]/.test(lines) ? `"${lines.replaceAll('"', '""')}"` : lines;
}

function sign(node: Node, position: ListPosition | null): string {
  const { list, isChecked } = shapeOf(node);
  if (list === "bullet") return "- ";
  if (list === "task") return isChecked ? "[x] " : "[ ] ";
  return list === "ordered" ? `${position?.number ?? 1}. ` : "";
}
