import type { Selection } from "prosemirror-state";
import { CellSelection } from "./cell-selection.ts";
import { type Area, areaBetween, cellAround } from "./table-place.ts";

/** What a selection is about; null outside of tables, and where it reaches out of one cell without selecting cells. */
export function areaOf(selection: Selection): Area | null {
  const { $from, $to } = selection;
  if (selection instanceof CellSelection)
    return areaBetween($from.doc, selection.anchorCell, selection.headCell);
  const cell = cellAround($from);
  return cell !== null && cell === cellAround($to) ? areaBetween($from.doc, cell, cell) : null;
}
