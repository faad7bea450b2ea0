import type { Element } from "hast";
import type { Handle, State } from "hast-util-to-mdast";
import type { RootContent, Table, TableCell, TableRow } from "mdast";

/** What tables of foreign HTML say, their merged cells with it. One that only lays a page out is what is in it. */
export const tableElements: Readonly<Record<string, Handle>> = {
  table(state, element) {
    const role = String(element.properties.role ?? "");
    if (role === "presentation" || role === "none") return state.toFlow(state.all(element));
    const { rows, others } = partsOf(element);
    const children = rows.map((row, index) => rowOf(state, row, index === 0));
    const attributes = { layout: textOf(element.properties.dataLayout) };
    const table: Table = { type: "table", data: { attributes }, children };
    return [...others.flatMap((other) => state.toFlow(state.all(other))), table];
  },
  // Outside of a table, and in one that is none.
  tr: (state, element) => state.toFlow(state.all(element)),
  td: (state, element) => state.toFlow(state.all(element)),
  th: (state, element) => state.toFlow(state.all(element)),
};

interface Row {
  readonly element: Element;
  readonly isHead: boolean;
}

/** The rows, and what stands above them, as a caption does. */
function partsOf(table: Element): { rows: readonly Row[]; others: readonly Element[] } {
  const rows: Row[] = [];
  const others: Element[] = [];
  const look = (element: Element, isHead: boolean) => {
    for (const child of element.children) {
      if (child.type !== "element") continue;
      if (child.tagName === "tr") rows.push({ element: child, isHead });
      else if (/^t(?:head|body|foot)$/.test(child.tagName)) look(child, child.tagName === "thead");
      else if (child.tagName === "caption") others.push(child);
    }
  };
  look(table, false);
  return { rows, others };
}

function rowOf(state: State, { element, isHead }: Row, isFirst: boolean): TableRow {
  const cells = element.children.filter((child) => child.type === "element");
  return { type: "tableRow", children: cells.map((cell) => cellOf(state, cell, isHead, isFirst)) };
}

function cellOf(state: State, cell: Element, isHead: boolean, isFirst: boolean): TableCell {
  const { colSpan, rowSpan, align, width, dataBackground } = cell.properties;
  const attributes = {
    colspan: textOf(colSpan),
    rowspan: textOf(rowSpan),
    align: textOf(align),
    width: isFirst ? textOf(width) : null,
    background: textOf(dataBackground),
  };
  const flow: RootContent[] = state.toFlow(state.all(cell));
  return {
    type: "tableCell",
    data: { isHeader: isHead || cell.tagName === "th", attributes, flow },
    children: [],
  };
}

function textOf(value: unknown): string | null {
  return typeof value === "string" || typeof value === "number" ? String(value) : null;
}
