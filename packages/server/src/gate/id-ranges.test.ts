import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { printedSeed, runs } from "../../../../trouble/runs.ts";
import { IdRanges } from "./id-ranges.ts";

const id = fc.record({ client: fc.nat(2), start: fc.nat(40), length: fc.nat(12) });
const ids = fc.array(id, { maxLength: 30 });

type Ids = { client: number; start: number; length: number }[];

function rangesOf(added: Ids): IdRanges {
  const ranges = new IdRanges();
  for (const { client, start, length } of added) ranges.add(client, start, length);
  return ranges;
}

function modelOf(added: Ids): Set<string> {
  const model = new Set<string>();
  for (const { client, start, length } of added)
    for (let clock = start; clock < start + length; clock++) model.add(`${client}.${clock}`);
  return model;
}

function check(ranges: IdRanges, model: Set<string>): void {
  const [said, meant]: [unknown[], unknown[]] = [[], []];
  for (let client = 0; client < 4; client++) {
    for (let start = 0; start < 56; start++) {
      for (const length of [0, 1, 3, 17]) {
        const clocks = Array.from({ length }, (_, at) => model.has(`${client}.${start + at}`));
        said.push([ranges.covers(client, start, length), ranges.meets(client, start, length)]);
        meant.push([clocks.every(Boolean), clocks.some(Boolean)]);
      }
    }
  }
  expect(said).toEqual(meant);
  const listed = new Set<string>();
  let before = { client: -1, end: 0 };
  for (const { client, start, length } of ranges.runs()) {
    expect(length).toBeGreaterThan(0);
    // Sorted, and never touching: what touches is one run.
    if (client === before.client) expect(start).toBeGreaterThan(before.end);
    before = { client, end: start + length };
    for (let clock = start; clock < before.end; clock++) listed.add(`${client}.${clock}`);
  }
  expect(listed).toEqual(model);
  expect(ranges.isEmpty).toBe(model.size === 0);
}

const seed = printedSeed("id-ranges");

describe("IdRanges", () => {
  it("says the same as a set of ids, whatever was added in whatever order", () => {
    fc.assert(
      fc.property(ids, (added) => check(rangesOf(added), modelOf(added))),
      { seed, numRuns: runs(60, 5_000) },
    );
  });

  it("takes one set out of another, and changes neither", () => {
    fc.assert(
      fc.property(ids, ids, (added, taken) => {
        const [ranges, others] = [rangesOf(added), rangesOf(taken)];
        const model = modelOf(added);
        for (const each of modelOf(taken)) model.delete(each);
        check(ranges.without(others), model);
        check(ranges, modelOf(added));
        check(others, modelOf(taken));
      }),
      { seed, numRuns: runs(60, 5_000) },
    );
  });

  it("joins two sets, and changes only the first", () => {
    fc.assert(
      fc.property(ids, ids, id, (one, other, later) => {
        const [ranges, added] = [rangesOf(one), rangesOf(other)];
        ranges.addAll(added);
        check(ranges, modelOf([...one, ...other]));
        ranges.add(later.client, later.start, later.length);
        check(added, modelOf(other));
      }),
      { seed, numRuns: runs(60, 5_000) },
    );
  });

  it("joins long lists in one pass", () => {
    const [even, odd] = [new IdRanges(), new IdRanges()];
    for (let clock = 0; clock < 400_000; clock += 4) even.add(1, clock, 1);
    for (let clock = 2; clock < 400_000; clock += 4) odd.add(1, clock, 1);
    even.addAll(odd);
    expect([...even.runs()]).toHaveLength(200_000);
    odd.add(1, 0, 400_000);
    even.addAll(odd);
    expect([...even.runs()]).toEqual([{ client: 1, start: 0, length: 400_000 }]);
  });
});
