import { schema } from "@quire/schema";
import { Fragment, type Node, Slice } from "prosemirror-model";
import {
  Selection,
  type SelectionBookmark,
  SelectionRange,
  TextSelection,
  type Transaction,
} from "prosemirror-state";
import type { Mappable } from "prosemirror-transform";
import { areaBetween, cellPos, cellsIn } from "./table-place.ts";

/** Cells that are selected as such: all between two of them. */
export class CellSelection extends Selection {
  /** The positions before the cells where it began and where it ends. */
  readonly anchorCell: number;
  readonly headCell: number;

  private constructor(cells: Cells, ranges: readonly SelectionRange[], first: SelectionRange) {
    super(first.$from, first.$to, ranges);
    this.visible = false;
    this.anchorCell = cells.anchorCell;
    this.headCell = cells.headCell;
  }

  /** All cells between two of one table; null where the positions are before none. */
  static between(doc: Node, anchorCell: number, headCell: number): CellSelection | null {
    const area = areaBetween(doc, anchorCell, headCell);
    if (area === null) return null;
    const ranges = cellsIn(area, area.rect).map((cell) => {
      const start = cellPos(area, cell) + 1;
      return new SelectionRange(doc.resolve(start), doc.resolve(start + cell.node.content.size));
    });
    // The first range is where the selection is said to be.
    const isHead = ({ $from }: SelectionRange) => $from.pos === headCell + 1;
    const sorted = [...ranges.filter(isHead), ...ranges.filter((range) => !isHead(range))];
    const [first] = sorted;
    return first ? new CellSelection({ anchorCell, headCell }, sorted, first) : null;
  }

  override map(doc: Node, mapping: Mappable): Selection {
    const { anchorCell, headCell } = this;
    return new CellBookmark(anchorCell, headCell).map(mapping).resolve(doc);
  }

  override eq(other: Selection): boolean {
    return (
      other instanceof CellSelection &&
      other.anchorCell === this.anchorCell &&
      other.headCell === this.headCell
    );
  }

  override toJSON() {
    return { type: "cells", anchor: this.anchorCell, head: this.headCell };
  }

  override getBookmark(): SelectionBookmark {
    return new CellBookmark(this.anchorCell, this.headCell);
  }

  /** A table of the cells; the blocks of a single one. */
  override content(): Slice {
    const area = areaBetween(this.$from.doc, this.anchorCell, this.headCell);
    if (!area) return Slice.empty;
    const cells = cellsIn(area, area.rect);
    const [only] = cells;
    if (cells.length === 1 && only) return Slice.maxOpen(only.node.content);
    const { top, bottom } = area.rect;
    const rows = Array.from({ length: bottom - top }, (_, index) => {
      const begun = cells.filter(({ row }) => row === top + index).map(({ node }) => node);
      return schema.node("table_row", null, begun);
    });
    return new Slice(Fragment.from(schema.node("table", null, rows)), 0, 0);
  }

  /** Empties the cells. What comes in their place comes into the first of them. */
  override replace(tr: Transaction, content: Slice = Slice.empty): void {
    const start = tr.mapping.maps.length;
    const map = (pos: number, side: -1 | 1) => tr.mapping.slice(start).map(pos, side);
    for (const { $from, $to } of this.ranges)
      tr.replaceWith(map($from.pos, -1), map($to.pos, 1), schema.node("paragraph"));
    const first = Math.min(...this.ranges.map(({ $from }) => $from.pos));
    tr.setSelection(TextSelection.create(tr.doc, map(first, -1) + 1));
    if (content.size > 0) tr.replaceSelection(content);
  }

  override replaceWith(tr: Transaction, node: Node): void {
    this.replace(tr, new Slice(Fragment.from(node), 0, 0));
  }
}

interface Cells {
  readonly anchorCell: number;
  readonly headCell: number;
}

/** The cells, whatever becomes of the document around them. Where one of them goes, a caret is left. */
class CellBookmark implements SelectionBookmark {
  readonly #anchor: number;
  readonly #head: number;

  constructor(anchor: number, head: number) {
    this.#anchor = anchor;
    this.#head = head;
  }

  map(mapping: Mappable): CellBookmark {
    return new CellBookmark(mapping.map(this.#anchor), mapping.map(this.#head));
  }

  resolve(doc: Node): Selection {
    const head = Math.min(this.#head, doc.content.size);
    return CellSelection.between(doc, this.#anchor, this.#head) ?? Selection.near(doc.resolve(head));
  }
}
