import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { printedSeed, runs } from "../../../../trouble/runs.ts";
import { NamedRanges } from "./named-ranges.ts";

const run = fc.record({
  name: fc.constantFrom("a", "b", "c"),
  client: fc.nat(1),
  start: fc.nat(40),
  length: fc.integer({ min: 1, max: 12 }),
});
const list = fc.array(run, { maxLength: 20 });

type Runs = { name: string; client: number; start: number; length: number }[];

function namedOf(added: Runs): NamedRanges {
  const ranges = new NamedRanges();
  for (const { name, client, start, length } of added) ranges.add(name, client, start, length);
  return ranges;
}

function modelOf(added: Runs): Map<string, string> {
  const model = new Map<string, string>();
  for (const { name, client, start, length } of added) {
    for (let clock = start; clock < start + length; clock++) {
      const id = `${client}.${clock}`;
      if (!model.has(id)) model.set(id, name);
    }
  }
  return model;
}

function check(ranges: NamedRanges, model: ReadonlyMap<string, string>): void {
  const [said, meant]: [unknown[], unknown[]] = [[], []];
  for (let client = 0; client < 3; client++) {
    for (let start = 0; start < 55; start++) {
      const near = [0, 1, 2, 3].map((ahead) => model.get(`${client}.${start + ahead}`));
      said.push([ranges.nameOf(client, start), ranges.meets("a", { client, start, length: 4 })]);
      meant.push([near[0], near.includes("a")]);
    }
  }
  expect(said).toEqual(meant);
  for (const name of ["a", "b", "z"]) expect(ranges.has(name)).toBe([...model.values()].includes(name));
  for (const [, list] of ranges.clients()) {
    list.forEach((each, at) => {
      const before = list[at - 1];
      if (before === undefined) return;
      expect(each.start).toBeGreaterThanOrEqual(before.end);
      // What touches under one name is one run.
      if (each.start === before.end) expect(each.name).not.toBe(before.name);
    });
  }
}

const seed = printedSeed("named-ranges");

describe("NamedRanges", () => {
  it("says the name that each id got first, whatever was added in whatever order", () => {
    fc.assert(
      fc.property(list, (added) => check(namedOf(added), modelOf(added))),
      { seed, numRuns: runs(60, 5_000) },
    );
  });

  it("joins two sets, and changes only the first", () => {
    fc.assert(
      fc.property(list, list, run, (one, other, later) => {
        const [ranges, added] = [namedOf(one), namedOf(other)];
        ranges.addAll(added);
        check(ranges, new Map([...modelOf(other), ...modelOf(one)]));
        ranges.add(later.name, later.client, later.start, later.length);
        check(added, modelOf(other));
      }),
      { seed, numRuns: runs(60, 5_000) },
    );
  });
});
