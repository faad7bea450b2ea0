import { describe, expect, it } from "vitest";
import { Repeats } from "./repeats.ts";

describe("what is repeated", () => {
  it("B106 is written once in a while, whoever repeats it meanwhile waits for that, and what failed is tried again", async () => {
    let now = 0;
    const repeats = new Repeats(() => now, 1_000);
    let written = 0;
    const write = async () => void written++;
    const failed = Promise.withResolvers<void>();
    const tries = [1, 2, 3].map(() => repeats.once("a", () => failed.promise));
    failed.reject(new Error("full"));
    expect((await Promise.allSettled(tries)).map(({ status }) => status)).toEqual(Array(3).fill("rejected"));
    await Promise.all([1, 2, 3].map(() => repeats.once("a", write)));
    now = 999;
    await repeats.once("a", write);
    expect(written).toBe(1);
    now = 1_000;
    await repeats.once("a", write);
    await repeats.once("b", write);
    expect(written).toBe(3);
    // A clock that was set back by years keeps nothing silent.
    now = -1e12;
    await repeats.once("a", write);
    expect(written).toBe(4);
  });

  it("B106 is written again rather than remembered without a bound", async () => {
    const repeats = new Repeats(() => 0, 1_000);
    const written: string[] = [];
    const put = (key: string) => repeats.once(key, async () => void written.push(key));
    for (let n = 0; n <= 10_000; n++) await put(`${n}`);
    await put("10000");
    await put("0");
    expect([written.length, written.at(-1)]).toEqual([10_002, "0"]);
  });
});
