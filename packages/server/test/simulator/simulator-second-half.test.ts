import { describe, expect, it, vi } from "vitest";
import { runs } from "../runs.ts";
import { playHalf } from "./campaign.ts";

await vi.hoisted(async () => (await import("./entropy.ts")).seedEntropy());
// The store waits by this module's clock and deflates on other threads: here by the simulated clock, and at once.
vi.mock("node:timers/promises", () => import("./delay.ts"));
vi.mock("node:zlib", async (original) => ({
  ...(await original<object>()),
  deflateRaw: (bytes: Uint8Array, done: (error: null, bytes: Uint8Array) => void) => done(null, bytes),
}));

describe("a document, its server and the people in it, simulated", () => {
  it(
    "E1 end with the same text and structs, with all that was called saved and all that a page holds, whatever breaks",
    async () => {
      expect(await playHalf(1)).toEqual([]);
    },
    runs(300_000, 24 * 3_600_000),
  );
});
