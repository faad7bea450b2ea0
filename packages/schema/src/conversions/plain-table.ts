import type { Node } from "prosemirror-model";
import { readParagraphAttributes } from "../blocks/paragraph.ts";
import { isFullWidth } from "../blocks/table.ts";
import { readCell } from "../blocks/table-cell.ts";
import { readMath } from "../inlines/math.ts";

/** Whether GitHub's tables can say all of this one: a row of headers, then rows of cells, each with one plain line. */
export function isPlainTable(table: Node): boolean {
  const [head] = table.children;
  if (head === undefined || isFullWidth(table.attrs)) return false;
  return table.children.every((row, index) => {
    const name = index === 0 ? "table_header" : "table_cell";
    return row.children.every(
      (cell, column) => cell.type.name === name && isPlainCell(cell, head.maybeChild(column)),
    );
  });
}

function isPlainCell(cell: Node, above: Node | null): boolean {
  const { colspan, rowspan, width, align, background } = readCell(cell.attrs);
  if (colspan > 1 || rowspan > 1 || width !== null || background !== null || above === null) return false;
  const line = cell.firstChild;
  return align === readCell(above.attrs).align && cell.childCount === 1 && line !== null && isPlainLine(line);
}

function isPlainLine(line: Node): boolean {
  if (line.type.name !== "paragraph") return false;
  const { kind, list, indent } = readParagraphAttributes(line.attrs);
  if (kind !== null || list !== null || indent !== null) return false;
  // Blanks at a cell's edge are no part of it.
  return !/^\s|\s$/.test(line.textContent) && line.children.every(isSaid);
}

/** A bar ends a cell, and in code, in formulas and in addresses no backslash says that it does not. */
function isSaid({ type, attrs, text = "", marks }: Node): boolean {
  if (type.name === "math") return readMath(attrs)?.includes("|") !== true;
  return marks.every((mark) => {
    if (mark.type.name === "link") return !String(mark.attrs.href).includes("|");
    if (mark.type.name !== "code" || !text.includes("|")) return true;
    return mark.attrs.source !== true && !text.includes("\\");
  });
}
