import fc from "fast-check";
import { describe, expect, it } from "vitest";
import * as Y from "yjs";
import { createRandom, type Random } from "../../../../trouble/random.ts";
import { printedSeed, runs } from "../../../../trouble/runs.ts";
import { Writer } from "../../test/writer.ts";
import { materialise, takeSnapshot } from "../materialise/materialise.ts";
import { decodeSnapshot, encodeSnapshot } from "../store/snapshot.ts";
import { DocIndex, type Knowledge } from "./doc-index.ts";
import { judge } from "./gate.ts";
import type { IdRanges } from "./id-ranges.ts";

/** A server in small: the gate's index, and beside it a Y.Doc that applied what the gate took. */
class Taker {
  index = new DocIndex();
  readonly ydoc = new Y.Doc();
  readonly taken: Uint8Array[] = [];
  #waiting: Uint8Array[] = [];

  /** Takes the update if its past is there, else keeps it and tries again after each that was taken. */
  receive(update: Uint8Array): void {
    const verdict = judge(update, this.index, { schema: true });
    if (verdict.type === "refused") throw new Error(`an honest update was refused: ${verdict.reason}`);
    if (verdict.type === "gap") {
      this.#waiting.push(update);
      return;
    }
    if (verdict.type === "nothing") return;
    const { news } = verdict;
    const cut = news.isPartlyKnown
      ? Y.diffUpdate(update, Y.encodeStateVector(new Map(this.index.clocks)))
      : update;
    this.index.take(news);
    Y.applyUpdate(this.ydoc, cut);
    this.taken.push(cut);
    for (const waiting of this.#waiting.splice(0)) this.receive(waiting);
  }

  /** Forgets the index and builds it anew from a fold, as a room that is opened does. */
  reopen(): void {
    const ydoc = materialise({ snapshot: undefined, tail: this.taken });
    const snapshot = takeSnapshot(ydoc, { seq: 1, schema: 1 });
    ydoc.destroy();
    this.index = new DocIndex();
    this.index.take(decodeSnapshot(encodeSnapshot(snapshot)));
  }

  check(): void {
    const { sv, ds } = Y.snapshot(this.ydoc);
    expect(sorted(this.index.clocks)).toEqual(sorted(sv));
    for (const { client, start, length } of this.index.deletes.runs()) {
      // Yjs deletes by itself what stands in something deleted: its set may be larger, never smaller.
      for (let clock = start; clock < start + length; clock++)
        expect(isDeleted(ds, client, clock)).toBe(true);
    }
    expect(this.ydoc.store.pendingStructs).toBeNull();
    expect(this.ydoc.store.pendingDs).toBeNull();
  }

  destroy(): void {
    this.ydoc.destroy();
  }
}

type DeleteSet = ReturnType<typeof Y.snapshot>["ds"];

function isDeleted(ds: DeleteSet, client: number, clock: number): boolean {
  return (
    ds.clients.get(client)?.some((range) => range.clock <= clock && clock < range.clock + range.len) ?? false
  );
}

function sorted(map: ReadonlyMap<number, number>): [number, number][] {
  return [...map].filter(([, clock]) => clock > 0).sort(([a], [b]) => a - b);
}

function listed(ranges: IdRanges): string[] {
  return [...ranges.runs()].map(({ client, start, length }) => `${client}:${start}+${length}`).sort();
}

/** Several people write; what they send is lost, doubled, merged and mixed up on its way. */
function write(random: Random, taker: Taker, edits: number): Writer[] {
  const writers = Array.from({ length: 2 + random.below(3) }, (_, at) => new Writer(random, at + 1));
  let flying: Uint8Array[] = [];
  for (let step = 0; step < edits; step++) {
    const writer = random.pick(writers);
    writer.edit();
    const written = writer.updates.splice(0);
    if (written.length > 1 && random.chance(0.3)) flying.push(Y.mergeUpdates(written));
    else flying.push(...written);
    if (random.chance(0.2)) {
      // Comes back after a while: everything it has, and all it knows as deleted.
      flying.push(
        Y.encodeStateAsUpdate(writer.ydoc, random.chance(0.5) ? Y.encodeStateVector(taker.ydoc) : undefined),
      );
    }
    if (random.chance(0.4)) {
      const kept: Uint8Array[] = [];
      while (flying.length > 0) {
        const [update] = flying.splice(random.below(flying.length), 1);
        if (random.chance(0.15)) kept.push(update!);
        if (!random.chance(0.1)) taker.receive(update!);
      }
      flying = kept;
      taker.check();
    }
    if (random.chance(0.2))
      writer.receive(Y.encodeStateAsUpdate(taker.ydoc, Y.encodeStateVector(writer.ydoc)));
    if (random.chance(0.05)) taker.reopen();
  }
  return writers;
}

/** Everybody tells everything, twice: what one says the others may have to delete for. */
function settle(writers: readonly Writer[], taker: Taker): void {
  for (let round = 0; round < 2; round++) {
    for (const writer of writers) taker.receive(Y.encodeStateAsUpdate(writer.ydoc));
    for (const writer of writers) writer.receive(Y.encodeStateAsUpdate(taker.ydoc));
  }
}

function checkSettled(writers: readonly Writer[], taker: Taker): void {
  taker.check();
  const { ds } = Y.snapshot(taker.ydoc);
  const all = [...ds.clients].flatMap(([client, ranges]) =>
    ranges.map(({ clock, len }) => ({ client, clock, len })),
  );
  for (const { client, clock, len } of all) expect(taker.index.deletes.covers(client, clock, len)).toBe(true);
  for (const writer of writers) {
    expect(writer.fragment.toJSON()).toEqual(taker.ydoc.getXmlFragment("document").toJSON());
    // What everybody says when they come back is nothing new.
    expect(judge(Y.encodeStateAsUpdate(writer.ydoc), taker.index, { schema: true }).type).toBe("nothing");
  }
}

/** What a survey finds must not differ from what the gate wrote down, where both know. */
function checkSurvey(taker: Taker): void {
  const written: Knowledge = taker.index;
  const ydoc = materialise({ snapshot: undefined, tail: taker.taken });
  const surveyed = takeSnapshot(ydoc, { seq: 1, schema: 1 });
  ydoc.destroy();
  for (const [client, runs] of surveyed.places.clients()) {
    for (const { name, start, end } of runs) {
      if (name === "collected") continue;
      for (let clock = start; clock < end; clock++)
        expect([name, "collected"]).toContain(written.places.nameOf(client, clock));
    }
  }
  for (const [client, runs] of surveyed.kinds.clients())
    for (const { name, start } of runs) expect(written.kinds.nameOf(client, start)).toBe(name);
}

const seed = printedSeed("gate against Yjs");

describe("the gate and Yjs", () => {
  it(
    "G2 agree on honest updates, lost, doubled, merged and out of order as they come",
    () => {
      fc.assert(
        fc.property(fc.integer(), fc.integer({ min: 1, max: 60 }), (each, edits) => {
          const taker = new Taker();
          const writers = write(createRandom(each), taker, edits);
          settle(writers, taker);
          checkSettled(writers, taker);
          checkSurvey(taker);
          for (const writer of writers) writer.destroy();
          taker.destroy();
        }),
        { seed, numRuns: runs(300, 50_000) },
      );
    },
    runs(60_000, 24 * 3_600_000),
  );

  it(
    "G2 agree on the index of a document that was folded",
    () => {
      fc.assert(
        fc.property(fc.integer(), (each) => {
          const taker = new Taker();
          const writers = write(createRandom(each), taker, 20);
          settle(writers, taker);
          const before = { clocks: sorted(taker.index.clocks), deletes: listed(taker.index.deletes) };
          taker.reopen();
          expect({ clocks: sorted(taker.index.clocks), deletes: listed(taker.index.deletes) }).toEqual(
            before,
          );
          checkSettled(writers, taker);
          for (const writer of writers) writer.destroy();
          taker.destroy();
        }),
        { seed, numRuns: runs(60, 5_000) },
      );
    },
    runs(60_000, 24 * 3_600_000),
  );
});
