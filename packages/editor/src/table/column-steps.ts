import { columnWidths } from "@quire/schema";
import { setWidths, type TableCommand, tableCommand } from "./table-change.ts";

const step = 40;
/** What a column that nobody has sized is taken for. */
const usual = 120;

/** Makes the selected columns wider or narrower by a step: what the handle at a column's edge does, for the keyboard. */
export function resizeColumn(direction: -1 | 1): TableCommand {
  return tableCommand((tr, { pos, grid, rect }) => {
    const widths = columnWidths(grid).map((width, column) => {
      const isMeant = column >= rect.left && column < rect.right;
      return isMeant ? Math.max(step, Math.min(2000, (width ?? usual) + direction * step)) : width;
    });
    setWidths(tr, pos, widths);
  });
}
