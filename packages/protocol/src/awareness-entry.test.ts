import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { type AwarenessEntry, decodeAwareness, encodeAwareness } from "./awareness-entry.ts";
import { MalformedMessage } from "./message.ts";

const runs = process.env.QUIRE_PROVE === "1" ? 1_000_000 : 20_000;
const seed = Number(process.env.QUIRE_SEED ?? 1);
console.log(`awareness: seed ${seed}, ${runs} inputs`);

const entry: fc.Arbitrary<AwarenessEntry> = fc.record({
  clientId: fc.maxSafeNat(),
  clock: fc.maxSafeNat(),
  state: fc.string().map((text) => JSON.stringify({ text })),
});

describe("awareness entries", () => {
  it("P1 come back from their bytes as they were", () => {
    fc.assert(
      fc.property(fc.array(entry, { maxLength: 20 }), (entries) => {
        expect(decodeAwareness(encodeAwareness(entries))).toEqual(entries);
      }),
      { seed, numRuns: 1_000 },
    );
  });

  it("P1 a declared count is bounded by the bytes that are there", () => {
    expect(() => decodeAwareness(Uint8Array.of(255, 255, 255, 255, 15))).toThrow(MalformedMessage);
    expect(() => decodeAwareness(Uint8Array.of(2, 1, 1, 2, 123, 125))).toThrow(MalformedMessage);
  });

  it("P1 bytes behind the entries are refused", () => {
    expect(() => decodeAwareness(Uint8Array.of(0, 0))).toThrow(MalformedMessage);
  });

  it("P1 hostile bytes are entries or a MalformedMessage", () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 200 }), (bytes) => {
        try {
          expect(Array.isArray(decodeAwareness(bytes))).toBe(true);
        } catch (error) {
          expect(error).toBeInstanceOf(MalformedMessage);
        }
      }),
      { seed, numRuns: runs },
    );
  });
});
