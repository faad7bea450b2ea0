import { emptyCell, readCell } from "@quire/schema";
import type { Attrs, Node } from "prosemirror-model";
import type { Transaction } from "prosemirror-state";
import { setAttributes } from "../blocks.ts";

interface Spans {
  readonly colspan: number;
  readonly rowspan: number;
}

/** Gives a cell these spans. */
export function setSpans(tr: Transaction, pos: number, { colspan, rowspan }: Spans): void {
  setAttributes(tr, pos, { colspan: colspan > 1 ? colspan : null, rowspan: rowspan > 1 ? rowspan : null });
}

/** Positions as they are after the steps that come. */
export function mapFrom(tr: Transaction): (pos: number, side?: -1 | 1) => number {
  const start = tr.steps.length;
  return (pos, side) => tr.mapping.slice(start).map(pos, side);
}

/** An empty cell like another one: as it is aligned, and a header where `isHeader` says so. */
export function cellLike(node: Node | undefined, isHeader: boolean): Node {
  const cell = emptyCell(isHeader ? "table_header" : "table_cell");
  const attrs: Attrs = node ? { align: readCell(node.attrs).align } : {};
  return cell.type.create({ ...cell.attrs, ...attrs }, cell.content);
}
