import fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { BlockShape } from "./blocks.ts";
import { isOutsideLists, listPositions } from "./list-positions.ts";

function shape(list: BlockShape["list"], indent = 0, rest: Partial<BlockShape> = {}): BlockShape {
  return { heading: null, quote: 0, list, indent, start: null, isChecked: false, note: null, ...rest };
}

function read(...shapes: readonly BlockShape[]): (string | null)[] {
  return listPositions(shapes).map(
    (found) => found && `${found.number ?? "-"} ${found.position}/${found.size}`,
  );
}

const ordered = (indent = 0, start: number | null = null) => shape("ordered", indent, { start });

describe("ED-5 where items stand in their lists", () => {
  test("numbers go on over deeper blocks", () => {
    expect(read(ordered(), shape("bullet", 1), shape(null, 1), ordered())).toEqual([
      "1 1/2",
      "- 1/1",
      null,
      "2 2/2",
    ]);
  });

  test("a paragraph at the item's own depth ends the list", () => {
    expect(read(ordered(), shape(null), ordered())).toEqual(["1 1/1", null, "1 1/1"]);
    expect(read(shape("bullet"), ordered(1), shape(null, 1), ordered(1))).toEqual([
      "- 1/1",
      "1 1/1",
      null,
      "1 1/1",
    ]);
  });

  test("a deeper list starts anew under each item", () => {
    expect(read(ordered(), ordered(1), ordered(), ordered(1))).toEqual(["1 1/2", "1 1/1", "2 2/2", "1 1/1"]);
  });

  test("another kind of list, or a quote, is another list", () => {
    expect(read(ordered(), shape("bullet"), ordered())).toEqual(["1 1/1", "- 1/1", "1 1/1"]);
    expect(read(ordered(), shape("ordered", 0, { quote: 1 }))).toEqual(["1 1/1", "1 1/1"]);
  });

  test("a list starts at its first item's number, and a number in its middle starts another", () => {
    expect(read(ordered(0, 5), ordered(), ordered(0, 9), ordered())).toEqual([
      "5 1/2",
      "6 2/2",
      "9 1/2",
      "10 2/2",
    ]);
    expect(read(ordered(0, 0), ordered())).toEqual(["0 1/2", "1 2/2"]);
  });

  test("a jump over levels counts on its own", () => {
    expect(read(ordered(3), ordered(1), ordered(0), ordered(0))).toEqual([
      "1 1/1",
      "1 1/1",
      "1 1/2",
      "2 2/2",
    ]);
  });
});

test("a change outside of lists leaves every other block's place in its list as it was", () => {
  const any = fc.record({
    list: fc.constantFrom(null, null, null, "bullet" as const, "ordered" as const),
    indent: fc.constantFrom(0, 0, 1, 2),
  });
  const run = fc.array(
    any.map(({ list, indent }) => shape(list, indent)),
    { maxLength: 4 },
  );
  let outside = 0;
  const numRuns = 2_000;
  fc.assert(
    fc.property(run, run, run, run, (above, before, after, below) => {
      if (!isOutsideLists(above.at(-1), before, after)) return;
      outside++;
      const was = listPositions([...above, ...before, ...below]);
      const now = listPositions([...above, ...after, ...below]);
      const { length } = above;
      expect(now).toEqual([
        ...was.slice(0, length),
        ...after.map(() => null),
        ...was.slice(length + before.length),
      ]);
    }),
    { numRuns },
  );
  expect(outside).toBeGreaterThan(numRuns / 20);
});
