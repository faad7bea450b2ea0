import { describe, expect, it } from "vitest";
import { Hold } from "./hold.ts";

describe("Hold", () => {
  it("W3 settles everything while nothing waits, else what came before the first that waits", () => {
    const hold = new Hold();
    expect(hold.settled(5)).toBe(5);
    hold.add(new Uint8Array(1), 4);
    hold.add(new Uint8Array(1), 6);
    expect(hold.settled(9)).toBe(3);
    hold.release();
    expect(hold.isEmpty).toBe(true);
    expect(hold.settled(9)).toBe(9);
  });

  it("W3 gives back what waits, in order, as it was when it came", () => {
    const hold = new Hold();
    const bytes = Uint8Array.of(1, 2);
    hold.add(bytes, 1);
    bytes.fill(9);
    hold.add(Uint8Array.of(3), 2);
    expect(hold.release()).toEqual([Uint8Array.of(1, 2), Uint8Array.of(3)]);
    expect(hold.release()).toEqual([]);
  });

  it("W3 has room for 64 KiB, and all of it again after a release", () => {
    const hold = new Hold();
    for (let round = 0; round < 2; round++) {
      for (let number = 1; number <= 64; number++) expect(hold.add(new Uint8Array(1024), number)).toBe(true);
      expect(hold.add(new Uint8Array(1), 65)).toBe(false);
      expect(hold.release()).toHaveLength(64);
    }
  });
});
