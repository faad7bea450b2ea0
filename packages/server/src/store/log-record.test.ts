import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { printedSeed, runs } from "../../../../trouble/runs.ts";
import { decodeLogRecord, encodeLogRecord } from "./log-record.ts";

const entry = fc.record({
  personId: fc.string({ unit: "grapheme" }),
  clientId: fc.maxSafeNat(),
  update: fc.uint8Array({ maxLength: 200 }),
});
const record = fc.record({ time: fc.maxSafeNat(), entries: fc.array(entry, { maxLength: 20 }) });

describe("a log record", () => {
  it("S10 comes out of its bytes as it went in", () => {
    fc.assert(
      fc.property(record, (given) => {
        const bytes = encodeLogRecord(given);
        expect(decodeLogRecord(bytes)).toEqual(given);
      }),
      { seed: printedSeed("log records"), numRuns: runs(200, 20_000) },
    );
  });

  it("S10 of another layout is not guessed at", () => {
    const bytes = encodeLogRecord({ time: 1, entries: [] });
    bytes[0] = 9;
    expect(() => decodeLogRecord(bytes)).toThrow("the layout 9");
  });
});
