import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { printedSeed, runs } from "../../../../trouble/runs.ts";
import { readTrace, typeTrace } from "../../test/trace.ts";
import { encodeLogRecord } from "./log-record.ts";
import { decodeSegment, encodeSegment } from "./segment.ts";

const entry = fc.record({
  personId: fc.oneof(fc.constantFrom("ann", "bob", ""), fc.string({ unit: "grapheme" })),
  clientId: fc.oneof(fc.nat(3), fc.maxSafeNat()),
  update: fc.uint8Array({ maxLength: 100 }),
});
const record = fc.record({
  seq: fc.nat(2 ** 40),
  time: fc.nat(2 ** 42),
  entries: fc.array(entry, { maxLength: 5 }),
});

describe("a segment of the archive", () => {
  it("S10 comes out of its bytes as it went in", () => {
    fc.assert(
      fc.property(fc.array(record, { maxLength: 20 }), (records) => {
        const bytes = encodeSegment(records);
        expect(decodeSegment(bytes)).toEqual(records);
      }),
      { seed: printedSeed("segments"), numRuns: runs(200, 20_000) },
    );
  });

  it("S10 of another layout is not guessed at", () => {
    expect(() => decodeSegment(Uint8Array.of(9, 0))).toThrow("the layout 9");
  });

  it("S6 takes less than 0.3 of the log that was typed letter by letter, also where each fold had few of it", () => {
    const records = typeTrace(readTrace("seph-blog1"), 6_000).map((update, at) => ({
      seq: at + 1,
      time: 1_700_000_000_000 + at * 180 + ((at * 7919) % 97),
      entries: [{ personId: "g_0123456789abcdefghijkl", clientId: 4_000_000_001, update }],
    }));
    const raw = records.reduce((sum, { entries: [entry] }) => sum + (entry?.update.length ?? 0), 0);
    const logged = records.reduce((sum, record) => sum + encodeLogRecord(record).length, 0);
    expect(logged).toBeGreaterThan(raw);
    let archived = 0;
    for (let at = 0; at < records.length; at += 500)
      archived += encodeSegment(records.slice(at, at + 500)).length;
    expect(archived / raw).toBeLessThan(0.3);
  });
});
