import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { printedSeed, runs } from "../../../../trouble/runs.ts";
import { IdRanges } from "../gate/id-ranges.ts";
import { NamedRanges } from "../gate/named-ranges.ts";
import { decodeSnapshot, encodeSnapshot, type Snapshot } from "./snapshot.ts";

const client = fc.oneof(fc.nat(3), fc.maxSafeNat());
const run = fc.record({ client, start: fc.nat(2 ** 31), length: fc.integer({ min: 1, max: 2 ** 24 }) });
const named = fc.record({ name: fc.constantFrom("title", "paragraph.kind", "ü"), run });

const snapshot = fc
  .record({
    seq: fc.maxSafeNat(),
    schema: fc.nat(9),
    clocks: fc.array(fc.tuple(client, fc.maxSafeNat(), fc.constantFrom(undefined, "ann", "bób", "")), {
      maxLength: 10,
    }),
    deletes: fc.array(run, { maxLength: 20 }),
    unnamed: fc.array(run, { maxLength: 2 }),
    places: fc.array(named, { maxLength: 20 }),
    kinds: fc.array(named, { maxLength: 20 }),
    state: fc.uint8Array({ maxLength: 300 }),
  })
  .map(({ seq, schema, clocks, deletes, unnamed, places, kinds, state }): Snapshot => {
    return {
      seq,
      schema,
      clocks: new Map(clocks.map(([client, clock]) => [client, clock])),
      owners: ownersOf(clocks),
      deletes: rangesOf(deletes),
      unnamed: rangesOf(unnamed),
      places: nameAll(places),
      kinds: nameAll(kinds),
      state,
    };
  });

function rangesOf(list: readonly { client: number; start: number; length: number }[]): IdRanges {
  const ranges = new IdRanges();
  for (const { client, start, length } of list) ranges.add(client, start, length);
  return ranges;
}

/** Of two that have one id the later stands, as in a Map. */
function ownersOf(clocks: readonly (readonly [number, number, string | undefined])[]): Map<number, string> {
  const last = new Map(clocks.map(([client, , owner]) => [client, owner]));
  return new Map([...last].filter((each): each is [number, string] => each[1] !== undefined));
}

function nameAll(
  list: readonly { name: string; run: { client: number; start: number; length: number } }[],
): NamedRanges {
  const ranges = new NamedRanges();
  for (const { name, run } of list) ranges.add(name, run.client, run.start, run.length);
  return ranges;
}

function shown({ deletes, unnamed, places, kinds, ...rest }: Snapshot): unknown {
  return {
    ...rest,
    deletes: [...deletes.runs()],
    unnamed: [...unnamed.runs()],
    places: [...places.clients()],
    kinds: [...kinds.clients()],
  };
}

const empty: Snapshot = {
  seq: 1,
  schema: 1,
  clocks: new Map(),
  owners: new Map(),
  deletes: new IdRanges(),
  unnamed: new IdRanges(),
  places: new NamedRanges(),
  kinds: new NamedRanges(),
  state: Uint8Array.of(0, 0),
};

describe("a snapshot", () => {
  it("S10 comes out of its bytes as it went in, with bytes of its own", () => {
    fc.assert(
      fc.property(snapshot, (given) => {
        const bytes = encodeSnapshot(given);
        expect(bytes.slice(bytes.length - given.state.length)).toEqual(given.state);
        const decoded = decodeSnapshot(bytes);
        bytes.fill(0xff);
        expect(shown(decoded)).toEqual(shown(given));
      }),
      { seed: printedSeed("snapshots"), numRuns: runs(200, 20_000) },
    );
  });

  it("S10 of the layouts before this one is read", () => {
    const { deletes, unnamed, places, kinds, owners } = empty;
    const rest = { seq: 5, schema: 1, clocks: new Map([[7, 3]]), deletes, unnamed, places, kinds };
    const state = Uint8Array.of(8, 9);
    // Layout, seq, schema, one client's clock, no deletes, no places, no kinds (without names and clients), state.
    const first = Uint8Array.of(1, 5, 1, 1, 7, 3, 0, 0, 0, 0, 0, 2, 8, 9);
    expect(shown(decodeSnapshot(first))).toEqual(shown({ ...rest, owners, state }));
    // With the people, and the number of the client's owner.
    const second = Uint8Array.of(2, 5, 1, 1, 1, 65, 1, 7, 3, 1, 0, 0, 0, 0, 0, 2, 8, 9);
    expect(shown(decodeSnapshot(second))).toEqual(shown({ ...rest, owners: new Map([[7, "A"]]), state }));
  });

  it("S10 of another layout is not guessed at", () => {
    expect(() => decodeSnapshot(Uint8Array.of(9, 0))).toThrow("the layout 9");
  });
});
