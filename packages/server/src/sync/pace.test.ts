import { describe, expect, it } from "vitest";
import { Pace } from "./pace.ts";

const rates = { messagesPerSecond: 100, bytesPerSecond: 1_000_000 };

describe("a pace", () => {
  it("F1 lets four seconds' worth of messages come at once, then one every hundredth of a second", () => {
    const pace = new Pace(rates, 0);
    for (let at = 0; at < 400; at++) expect(pace.spend(20, 0)).toBe(0);
    expect(pace.spend(20, 0)).toBe(10);
    expect(pace.spend(20, 20)).toBe(0);
    expect(pace.spend(20, 20)).toBe(10);
  });

  it("F1 lets eight seconds' worth of bytes come at once", () => {
    const pace = new Pace(rates, 0);
    expect(pace.spend(8_000_000, 0)).toBe(0);
    expect(pace.spend(500_000, 0)).toBe(500);
  });

  it("F1 never stops who types and pastes", () => {
    const pace = new Pace(rates, 0);
    for (let second = 0; second < 60; second++) {
      for (let key = 0; key < 20; key++) expect(pace.spend(30, second * 1_000 + key * 50)).toBe(0);
    }
    expect(pace.spend(400_000, 60_000)).toBe(0);
  });
});
