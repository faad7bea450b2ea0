import fc from "fast-check";
import { describe, expect, it } from "vitest";
import * as Y from "yjs";
import { createRandom, type Random } from "../../../../trouble/random.ts";
import { printedSeed, runs } from "../../../../trouble/runs.ts";
import { Writer } from "../../test/writer.ts";
import { DocIndex } from "../gate/doc-index.ts";
import { judge } from "../gate/gate.ts";
import type { IdRanges } from "../gate/id-ranges.ts";
import { encodeLogRecord } from "../store/log-record.ts";
import { decodeImplied, decodeSnapshot, encodeExtent, type Snapshot } from "../store/snapshot.ts";
import { fold } from "./fold.ts";
import { applyExactly, materialise } from "./materialise.ts";
import { packedOf } from "./packed.ts";

/** A log of three people who hear of each other now and then. */
function write(random: Random): Uint8Array[] {
  const writers = [1, 2, 3].map((client) => ({ writer: new Writer(random, client), heard: 0 }));
  const log: Uint8Array[] = [];
  for (let step = 10 + random.below(60); step > 0; step--) {
    const one = random.pick(writers);
    if (random.chance(0.3)) for (const update of log.slice(one.heard)) one.writer.receive(update);
    if (random.chance(0.3)) one.heard = log.length;
    one.writer.edit();
    log.push(...one.writer.updates.splice(0));
  }
  for (const { writer } of writers) writer.destroy();
  return log;
}

/** A room's way with a log: each update judged, and folded at this place and at the end. */
function foldAt(log: readonly Uint8Array[], at: number): Snapshot {
  const index = new DocIndex();
  let snapshot: Snapshot | undefined;
  for (const part of [log.slice(0, at), log.slice(at)]) {
    for (const update of part) {
      const verdict = judge(update, index, { schema: true });
      if (verdict.type === "news") index.take(verdict.news);
    }
    const entries = part.map((update) => ({ personId: "", clientId: 0, update }));
    const records = [{ seq: 1, bytes: encodeLogRecord({ time: 1, entries }) }];
    const extent = encodeExtent({ clocks: index.clocks, deletes: index.named });
    const rest = { isGated: true, schema: 1, owners: new Map(), segment: undefined };
    const folded = fold({ ...packedOf({ snapshot, records }), extent, ...rest });
    expect(folded.isDrift).toBe(false);
    if (folded.implied !== undefined) index.takeImplied(decodeImplied(folded.implied));
    snapshot = decodeSnapshot(folded.snapshot);
    expect(shown(snapshot.unnamed)).toEqual(shown(index.unnamed));
  }
  if (snapshot === undefined) throw new Error("nothing was folded");
  return snapshot;
}

function shown(ranges: IdRanges): string[] {
  return [...ranges.runs()].map(({ client, start, length }) => `${client}:${start}+${length}`).sort();
}

function named(state: Uint8Array): string[] {
  const { clients } = Y.decodeUpdate(state).ds;
  return [...clients]
    .flatMap(([client, ranges]) => ranges.map(({ clock, len }) => `${client}:${clock}+${len}`))
    .sort();
}

describe("the names in a snapshot's state", () => {
  it(
    "W10 are those that updates named, and are enough for whoever has seen any part of it",
    () => {
      let unnamed = 0;
      fc.assert(
        fc.property(fc.integer(), (seed) => {
          const random = createRandom(seed);
          const log = write(random);
          const snapshot = foldAt(log, random.below(log.length + 1));
          if (!snapshot.unnamed.isEmpty) unnamed++;
          const whole = Y.snapshot(materialise({ snapshot: undefined, tail: log }));
          const { deletes, state } = snapshot;
          expect(named(state)).toEqual(shown(deletes.without(snapshot.unnamed)));
          for (const seen of [0, random.below(log.length + 1), log.length]) {
            const reader = new Y.Doc();
            for (const update of log.slice(0, seen)) applyExactly(reader, [update]);
            applyExactly(reader, [Y.diffUpdate(state, Y.encodeStateVector(reader))]);
            expect(Y.equalSnapshots(Y.snapshot(reader), whole)).toBe(true);
            reader.destroy();
          }
        }),
        { seed: printedSeed("naming"), numRuns: runs(100, 10_000) },
      );
      expect(unnamed).toBeGreaterThan(10);
    },
    runs(60_000, 24 * 3_600_000),
  );
});
