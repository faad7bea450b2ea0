import type { BlockShape } from "./blocks.ts";

/** Where an item stands in its list. */
export interface ListPosition {
  /** What an ordered item is numbered with; null in other lists. */
  readonly number: number | null;
  /** 1 is the first item. */
  readonly position: number;
  readonly size: number;
  /** 1 is the outermost list. */
  readonly level: number;
}

interface OpenList {
  readonly isSame: (shape: BlockShape) => boolean;
  /** The first item's number, null in lists that have none. */
  readonly first: number | null;
  readonly level: number;
  /** The indexes of its blocks. */
  readonly items: number[];
}

/**
 * Reads nested lists out of flat blocks: for each block that is an item its place in its list, null for the others. A
 * list goes on over deeper blocks and ends at anything else that stands at its depth or above.
 */
export function listPositions(shapes: readonly BlockShape[]): readonly (ListPosition | null)[] {
  const positions: (ListPosition | null)[] = shapes.map(() => null);
  const open: (OpenList | undefined)[] = [];
  const close = (depth: number) => {
    for (const list of open.splice(depth)) if (list) place(list, positions);
  };
  shapes.forEach((shape, index) => {
    const depth = shape.indent;
    close(depth + 1);
    if (!open[depth]?.isSame(shape)) close(depth);
    if (shape.list === null) return;
    const list = open[depth] ?? openList(shape);
    open[depth] = list;
    list.items.push(index);
  });
  close(0);
  return positions;
}

/**
 * Whether a run of blocks, before a change and after it, lies outside of every list: then no number of another block is
 * another one. That is so where nothing in it is an item, and no list reaches into it from above.
 */
export function isOutsideLists(
  above: BlockShape | undefined,
  before: readonly BlockShape[],
  after: readonly BlockShape[],
): boolean {
  if ([...before, ...after].some(({ list }) => list !== null)) return false;
  const endsLists = (shape: BlockShape | undefined) => shape?.indent === 0 && shape.list === null;
  return above === undefined || endsLists(above) || (endsLists(before[0]) && endsLists(after[0]));
}

function openList({ list, quote, start, indent }: BlockShape): OpenList {
  return {
    isSame: (shape) =>
      shape.list === list && shape.quote === quote && !(list === "ordered" && shape.start !== null),
    first: list === "ordered" ? (start ?? 1) : null,
    level: indent + 1,
    items: [],
  };
}

function place({ items, first, level }: OpenList, positions: (ListPosition | null)[]): void {
  items.forEach((block, index) => {
    const number = first === null ? null : first + index;
    positions[block] = { number, position: index + 1, size: items.length, level };
  });
}
