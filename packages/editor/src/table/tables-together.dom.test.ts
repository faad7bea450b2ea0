import { readDocument, tableGrid } from "@quire/schema";
import { expect, test, vi } from "vitest";
import {
  close,
  copy,
  exchange,
  open,
  outline,
  type Peer,
  p,
  putIn,
  shared,
  table,
  type,
} from "../../test/peers.ts";
import type { LostWords } from "../lost-report.ts";
import { CellSelection } from "./cell-selection.ts";
import { resizeColumn } from "./column-steps.ts";
import { addColumnAfter, addColumnBefore, deleteColumns } from "./columns.ts";
import { setBackground, toggleHeaderColumn, toggleHeaderRow } from "./looks.ts";
import { moveColumns, moveRows } from "./order.ts";
import { addRowAbove, addRowBelow, deleteRows } from "./rows.ts";
import { sortRows } from "./sort.ts";
import { mergeCells, splitCells } from "./spans.ts";
import type { TableCommand } from "./table-change.ts";
import { cellPos, tableAt } from "./table-place.ts";

const isProof = process.env.QUIRE_PROVE === "1";
const seed = Number(process.env.QUIRE_SEED ?? 1);

function run({ view }: Peer, command: TableCommand): boolean {
  return command(view.state, (tr) => view.dispatch(tr));
}

const square = [
  ["#a", "#b", "#c"],
  ["d", "e", "f"],
  ["g", "h", "i"],
] as const;

async function two(told: (lost: readonly LostWords[]) => void = () => undefined): Promise<[Peer, Peer]> {
  const ydoc = shared(table(...square), p("below"));
  const named = open(ydoc);
  // Blocks get their ids with the first change that touches them.
  for (const words of ["a", "b", "c", "d", "e", "f", "g", "h", "i"]) {
    putIn(named.view, words, 1);
    type(named.view, words);
  }
  const peers: [Peer, Peer] = [named, open(copy(ydoc), { onLost: told })];
  await vi.dynamicImportSettled();
  return peers;
}

async function meet(...peers: readonly Peer[]): Promise<void> {
  for (let round = 0; round < 3; round++) exchange(...peers.map(({ ydoc }) => ydoc));
  await vi.dynamicImportSettled();
  await new Promise((done) => setTimeout(done));
}

function expectSame(a: Peer, b: Peer): void {
  expect(outline(b.view)).toEqual(outline(a.view));
  expect(b.view.state.doc.toJSON()).toEqual(a.view.state.doc.toJSON());
  expect(readDocument(b.ydoc).toJSON()).toEqual(readDocument(a.ydoc).toJSON());
  for (const { view } of [a, b]) {
    view.state.doc.check();
    const { $from, $to } = view.state.selection;
    expect(view.state.doc.resolve($from.pos).parent).toBe($from.parent);
    expect($to.pos).toBeLessThanOrEqual(view.state.doc.content.size);
  }
}

test("TB-3 one widens a column and colours a cell while the other types in it: both have all of it, and the caret stays", async () => {
  const [ada, ben] = await two();
  putIn(ada.view, "bb");
  run(ada, resizeColumn(1));
  run(ada, setBackground("red"));
  putIn(ben.view, "bb", 1);
  type(ben.view, "xx");
  await meet(ada, ben);
  type(ben.view, "y");
  await meet(ada, ben);
  expect(outline(ada.view)[1]).toBe("| #aa | #bxxyb | #cc");
  expect(ada.view.state.doc.child(0).child(0).child(1).attrs).toMatchObject({
    width: 160,
    background: "red",
  });
  expectSame(ada, ben);
});

test("TB-3 one deletes the row in which the other types: both have the same, and the words are told or stand in the table", async () => {
  const told: (readonly LostWords[])[] = [];
  const [ada, ben] = await two((lost) => told.push(lost));
  putIn(ada.view, "ee");
  run(ada, deleteRows);
  putIn(ben.view, "ee", 2);
  type(ben.view, " by Ben");
  await meet(ada, ben);
  expectSame(ada, ben);
  expect(outline(ada.view)).toEqual(["table", "| #aa | #bb | #cc", "| gg | hh | ii", "below"]);
  expect(JSON.stringify(told)).toContain("by Ben");
  type(ben.view, "!");
  await meet(ada, ben);
  expectSame(ada, ben);
});

test.each<readonly [string, TableCommand]>([
  ["moves the row", moveRows(1)],
  ["moves the column", moveColumns(1)],
  ["sorts the rows", sortRows(-1)],
  ["makes headers of the column", toggleHeaderColumn],
  ["merges the cell with the next", mergeCells],
])("TB-3 one %s in which the other types: the words are there, once", async (_name, command) => {
  const [ada, ben] = await two();
  putIn(ada.view, "dd");
  if (command === mergeCells) {
    const place = tableAt(ada.view.state.doc, 0);
    const [first, last] = [place?.grid.at(1, 0), place?.grid.at(1, 1)];
    if (!place || !first || !last) throw new Error("the table has a second row");
    const cells = CellSelection.between(ada.view.state.doc, cellPos(place, first), cellPos(place, last));
    if (cells) ada.view.dispatch(ada.view.state.tr.setSelection(cells));
  }
  expect(run(ada, command)).toBe(true);
  putIn(ben.view, command === mergeCells ? "ee" : "dd", 1);
  type(ben.view, "BEN");
  await meet(ada, ben);
  expectSame(ada, ben);
  expect(outline(ada.view).join("\n").split("BEN")).toHaveLength(2);
});

test("one adds a column while the other adds a row: it is shown as it is, writing nothing, until somebody changes its rows", async () => {
  const [ada, ben] = await two();
  putIn(ada.view, "bb");
  run(ada, addColumnAfter);
  putIn(ben.view, "ee");
  run(ben, addRowBelow);
  await meet(ada, ben);
  expectSame(ada, ben);
  const late = open(copy(ada.ydoc));
  expect(outline(late.view)).toEqual([
    "table",
    "| #aa | #bb | # | #cc",
    "| dd | ee |  | ff",
    "|  |  | ",
    "| gg | hh |  | ii",
    "below",
  ]);
  expect(readDocument(late.ydoc).toJSON()).toEqual(readDocument(ada.ydoc).toJSON());
  putIn(ben.view, "hh", 2);
  type(ben.view, "!");
  expect(tableGrid(ben.view.state.doc.child(0)).isWhole).toBe(false);
  run(ben, addRowBelow);
  expect(tableGrid(ben.view.state.doc.child(0)).isWhole).toBe(true);
  await meet(ada, ben);
  expectSame(ada, ben);
});

const edits: readonly TableCommand[] = [
  addRowAbove,
  addRowBelow,
  deleteRows,
  addColumnBefore,
  addColumnAfter,
  deleteColumns,
  mergeCells,
  splitCells,
  moveRows(1),
  moveRows(-1),
  moveColumns(1),
  moveColumns(-1),
  sortRows(1),
  toggleHeaderRow,
  toggleHeaderColumn,
  resizeColumn(1),
];

test("TB-3 two people do anything to one table at once: no page throws, all show the same, and each caret is in the text", async () => {
  console.info(`tables together: seed ${seed}`);
  for (let play = 0; play < (isProof ? 500 : 15); play++) {
    const random = randomOf(seed * 100_000 + play);
    const [ada, ben] = await two();
    for (let round = 0; round < 4; round++) {
      for (const peer of [ada, ben]) for (let step = random(3); step >= 0; step--) edit(peer, random);
      exchange(ada.ydoc, ben.ydoc);
    }
    await meet(ada, ben);
    expectSame(ada, ben);
    const late = open(copy(ada.ydoc));
    expect(outline(late.view), `play ${play}`).toEqual(outline(ada.view));
    close(ada, ben, late);
  }
}, 600_000);

/** Goes to a cell, or selects cells, and changes the table, types, or takes something back. */
function edit(peer: Peer, random: (below: number) => number): void {
  const { view, editor } = peer;
  const place = tableAt(view.state.doc, 0);
  if (place && place.grid.cells.length > 0) {
    const any = () => place.grid.cells[random(place.grid.cells.length)];
    const [from, to] = [any(), any()];
    if (!from || !to) return;
    const cells = CellSelection.between(view.state.doc, cellPos(place, from), cellPos(place, to));
    if (cells) view.dispatch(view.state.tr.setSelection(cells));
    if (random(2) === 0 && from.node.textContent !== "") putIn(view, from.node.lastChild?.textContent ?? "");
  }
  const what = random(10);
  if (what === 0) editor.run("undo");
  else if (what < 4) type(view, "xy");
  else run(peer, edits[random(edits.length)] ?? addRowBelow);
}

/** Mulberry32. */
function randomOf(start: number): (below: number) => number {
  let state = start >>> 0;
  return (below) => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) % below;
  };
}
