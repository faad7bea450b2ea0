import { hues, isFullWidth, readCell } from "@quire/schema";
import type { EditorState } from "prosemirror-state";
import { areaOf } from "./area.ts";
import { resizeColumn } from "./column-steps.ts";
import { addColumnAfter, addColumnBefore, deleteColumns } from "./columns.ts";
import {
  alignColumns,
  fitColumns,
  removeTable,
  setBackground,
  toggleFullWidth,
  toggleHeaderColumn,
  toggleHeaderRow,
} from "./looks.ts";
import { moveColumns, moveRows } from "./order.ts";
import { addRowAbove, addRowBelow, deleteRows } from "./rows.ts";
import { sortRows } from "./sort.ts";
import { mergeCells, splitCells } from "./spans.ts";
import { headersOf, type TableCommand } from "./table-change.ts";
import type { Area } from "./table-place.ts";
import type { Background, TableWords } from "./table-words.ts";

/** What a menu of a table offers. */
export interface TableItem {
  readonly label: string;
  readonly run: TableCommand;
  /** For what is on or off: whether it is on. */
  isOn?(state: EditorState): boolean;
  /** The colour that it gives. */
  readonly background?: Background;
}

/** A menu of a table's bar and a part of the palette; its groups are drawn apart. */
export interface TableMenu {
  readonly label: string;
  readonly groups: readonly (readonly TableItem[])[];
}

/** All that is done to tables, in the words given. */
export function tableMenus(words: TableWords): readonly TableMenu[] {
  return [rowMenu(words), columnMenu(words), cellMenu(words), tableMenu(words)];
}

function rowMenu(words: TableWords): TableMenu {
  return {
    label: words.row,
    groups: [
      [
        { label: words.addAbove, run: addRowAbove },
        { label: words.addBelow, run: addRowBelow },
        { label: words.moveUp, run: moveRows(-1) },
        { label: words.moveDown, run: moveRows(1) },
      ],
      [{ label: words.headerRow, run: toggleHeaderRow, isOn: isTrueOf(({ grid }) => headersOf(grid).row) }],
      [{ label: words.deleteRow, run: deleteRows }],
    ],
  };
}

function columnMenu(words: TableWords): TableMenu {
  const isHeader = isTrueOf(({ grid }) => headersOf(grid).column);
  const align = (label: string, value: "center" | "right" | null): TableItem => ({
    label,
    run: alignColumns(value),
    isOn: isTrueOf(
      ({ grid, rect }) => readCell(grid.at(rect.top, rect.left)?.node.attrs ?? {}).align === value,
    ),
  });
  return {
    label: words.column,
    groups: [
      [
        { label: words.addBefore, run: addColumnBefore },
        { label: words.addAfter, run: addColumnAfter },
        { label: words.moveBefore, run: moveColumns(-1) },
        { label: words.moveAfter, run: moveColumns(1) },
      ],
      [
        { label: words.sortUp, run: sortRows(1) },
        { label: words.sortDown, run: sortRows(-1) },
      ],
      [
        align(words.alignStart, null),
        align(words.alignCenter, "center"),
        align(words.alignEnd, "right"),
        { label: words.wider, run: resizeColumn(1) },
        { label: words.narrower, run: resizeColumn(-1) },
        { label: words.headerColumn, run: toggleHeaderColumn, isOn: isHeader },
      ],
      [{ label: words.deleteColumn, run: deleteColumns }],
    ],
  };
}

function cellMenu(words: TableWords): TableMenu {
  const isBackground = (value: Background | null) =>
    isTrueOf(
      ({ grid, rect }) => readCell(grid.at(rect.top, rect.left)?.node.attrs ?? {}).background === value,
    );
  const colours = hues.map((hue): [Background, string] => [hue, words.backgrounds[hue]]);
  return {
    label: words.cells,
    groups: [
      [
        { label: words.merge, run: mergeCells },
        { label: words.split, run: splitCells },
      ],
      [
        { label: words.noBackground, run: setBackground(null), isOn: isBackground(null) },
        ...colours.map(([background, label]) => ({
          label,
          background,
          run: setBackground(background),
          isOn: isBackground(background),
        })),
      ],
    ],
  };
}

function tableMenu(words: TableWords): TableMenu {
  return {
    label: words.table,
    groups: [
      [
        {
          label: words.fullWidth,
          run: toggleFullWidth,
          isOn: isTrueOf(({ node }) => isFullWidth(node.attrs)),
        },
        { label: words.fitColumns, run: fitColumns },
      ],
      [{ label: words.deleteTable, run: removeTable }],
    ],
  };
}

function isTrueOf(test: (area: Area) => boolean): (state: EditorState) => boolean {
  return ({ selection }) => {
    const area = areaOf(selection);
    return area !== null && test(area);
  };
}
