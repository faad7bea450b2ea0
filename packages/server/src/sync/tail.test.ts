import fc from "fast-check";
import { describe, expect, it } from "vitest";
import * as Y from "yjs";
import { printedSeed, runs } from "../../../../trouble/runs.ts";
import { unpack } from "../materialise/packed.ts";
import { encodeLogRecord } from "../store/log-record.ts";
import { Tail } from "./tail.ts";

/** Adds a record with an update of each of these lengths, filled with its number. */
function add(tail: Tail, seq: number, lengths: readonly number[]): void {
  const entries = lengths.map((length) => ({
    personId: "ann",
    clientId: 1,
    update: new Uint8Array(length).fill(seq),
  }));
  tail.add({ seq, bytes: encodeLogRecord({ time: seq, entries }) }, lengths.length);
}

describe("Tail", () => {
  it("S1 holds what it was given, in order, lets go of what was marked, and of nothing else", () => {
    const step = fc.oneof(
      fc.array(fc.oneof(fc.nat(40), fc.nat(90_000)), { minLength: 1, maxLength: 4 }),
      fc.constant("mark" as const),
      fc.constant("drop" as const),
    );
    fc.assert(
      fc.property(fc.array(step, { maxLength: 30 }), (steps) => {
        const tail = new Tail();
        let held: { seq: number; lengths: readonly number[] }[] = [];
        let marked = { mark: tail.mark(), count: 0 };
        let seq = 0;
        for (const step of steps) {
          if (step === "mark") marked = { mark: tail.mark(), count: held.length };
          else if (step === "drop") {
            tail.drop(marked.mark);
            held = held.slice(marked.count);
            marked = { mark: tail.mark(), count: held.length };
          } else {
            held.push({ seq: ++seq, lengths: step });
            add(tail, seq, step);
          }
        }
        expect([...unpack(tail.log)].map((record) => record.seq)).toEqual(held.map((record) => record.seq));
        const updates = held.flatMap(({ seq, lengths }) => lengths.map((length) => [seq, length]));
        const shown = ({ update }: { update: Uint8Array }) => [update[0] ?? 0, update.length];
        const expected = updates.map(([seq = 0, length = 0]) => [length === 0 ? 0 : seq, length]);
        expect(tail.entries().map(shown)).toEqual(expected);
        expect(tail.count).toBe(expected.length);
        for (const skipped of [1, Math.floor(expected.length / 2), expected.length])
          expect(tail.entries(skipped).map(shown)).toEqual(expected.slice(skipped));
        expect(tail.bytes).toBe(tail.log.reduce((sum, piece) => sum + piece.length, 0));
      }),
      { seed: printedSeed("tails"), numRuns: runs(100, 5_000) },
    );
  });

  it("W4 tells all that is in it as one update, however much came since it was asked last", () => {
    const tail = new Tail();
    const ydoc = new Y.Doc();
    let seq = 0;
    ydoc.on("update", (update: Uint8Array) => {
      const entries = [{ personId: "ann", clientId: 1, update }];
      tail.add({ seq: ++seq, bytes: encodeLogRecord({ time: seq, entries }) }, 1);
    });
    expect(tail.merged).toEqual(Uint8Array.of(0, 0));
    for (const count of [1, 200, 1]) {
      for (let typed = 0; typed < count; typed++) ydoc.getText("title").insert(0, "x");
      const reader = new Y.Doc();
      Y.applyUpdate(reader, tail.merged);
      expect(reader.getText("title").length).toBe(seq);
      expect(tail.merged).toEqual(tail.merged);
    }
    tail.drop(tail.mark());
    expect(tail.merged).toEqual(Uint8Array.of(0, 0));
  });

  it("S1 takes little more memory than the bytes in it", () => {
    const tail = new Tail();
    for (let seq = 1; seq <= 20_000; seq++) add(tail, seq, [20]);
    const pieces = tail.log;
    expect(pieces.length).toBeLessThan(60);
    const taken = new Set(pieces.map(({ buffer }) => buffer));
    expect([...taken].reduce((sum, { byteLength }) => sum + byteLength, 0)).toBeLessThan(tail.bytes * 1.1);
  });
});
