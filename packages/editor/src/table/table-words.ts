import type { CellAttributes } from "@quire/schema";

/** A colour of a cell. */
export type Background = NonNullable<CellAttributes["background"]>;

/** The words of a table's bar and its menus. */
export interface TableWords {
  readonly bar: string;
  readonly row: string;
  readonly column: string;
  readonly cells: string;
  readonly table: string;
  readonly addAbove: string;
  readonly addBelow: string;
  readonly addBefore: string;
  readonly addAfter: string;
  readonly moveUp: string;
  readonly moveDown: string;
  readonly moveBefore: string;
  readonly moveAfter: string;
  readonly headerRow: string;
  readonly headerColumn: string;
  readonly deleteRow: string;
  readonly deleteColumn: string;
  readonly sortUp: string;
  readonly sortDown: string;
  readonly alignStart: string;
  readonly alignCenter: string;
  readonly alignEnd: string;
  readonly wider: string;
  readonly narrower: string;
  readonly merge: string;
  readonly split: string;
  readonly noBackground: string;
  readonly backgrounds: Readonly<Record<Background, string>>;
  readonly fullWidth: string;
  readonly fitColumns: string;
  readonly deleteTable: string;
}

/** English, the default. */
export const englishTableWords: TableWords = {
  bar: "Table",
  row: "Row",
  column: "Column",
  cells: "Cells",
  table: "Table",
  addAbove: "Insert above",
  addBelow: "Insert below",
  addBefore: "Insert before",
  addAfter: "Insert after",
  moveUp: "Move up",
  moveDown: "Move down",
  moveBefore: "Move back",
  moveAfter: "Move on",
  headerRow: "Header row",
  headerColumn: "Header column",
  deleteRow: "Delete row",
  deleteColumn: "Delete column",
  sortUp: "Sort A to Z",
  sortDown: "Sort Z to A",
  alignStart: "Align to the start",
  alignCenter: "Align to the center",
  alignEnd: "Align to the end",
  wider: "Wider",
  narrower: "Narrower",
  merge: "Merge cells",
  split: "Split cells",
  noBackground: "No colour",
  backgrounds: {
    gray: "Gray",
    red: "Red",
    orange: "Orange",
    yellow: "Yellow",
    green: "Green",
    teal: "Teal",
    blue: "Blue",
    purple: "Purple",
    pink: "Pink",
  },
  fullWidth: "Full width",
  fitColumns: "Fit columns to their words",
  deleteTable: "Delete table",
};
