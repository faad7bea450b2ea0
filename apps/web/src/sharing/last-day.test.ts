import { describe, expect, it } from "vitest";
import { dayOf, endOfDay } from "./last-day.ts";

describe("the last day of a link", () => {
  it("is over when the next one begins, where the reader is", () => {
    const end = endOfDay("2026-12-31");
    expect(end).toBe(new Date(2027, 0, 1).getTime() - 1);
    expect(dayOf(end)).toBe("2026-12-31");
  });

  it("is none where none is said", () => {
    expect(endOfDay("")).toBeNull();
    expect(endOfDay("tomorrow")).toBeNull();
    expect(dayOf(null)).toBe("");
  });
});
