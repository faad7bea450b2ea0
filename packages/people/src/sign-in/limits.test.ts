import { describe, expect, it } from "vitest";
import { addressKey, SignInLimits, takeTry } from "./limits.ts";
import { Buckets, Waits } from "./tries.ts";

const minuteMs = 60_000;

describe("Waits", () => {
  const make = () => {
    const clock = { now: 1_000_000 };
    const { accounts } = new SignInLimits(() => clock.now);
    return { clock, accounts };
  };

  it("B2 let five tries through, and then one after each wait, which grows to two minutes and no further", () => {
    const { clock, accounts } = make();
    for (let n = 0; n < 5; n++) expect(accounts.take("ann")).toBe(0);
    const waits: number[] = [];
    for (let n = 0; n < 9; n++) {
      const wait = accounts.take("ann");
      waits.push(wait / 1_000);
      clock.now += wait - 1;
      expect(accounts.take("ann")).toBe(1);
      clock.now += 1;
      expect(accounts.take("ann")).toBe(0);
    }
    expect(waits).toEqual([1, 2, 4, 8, 16, 32, 64, 120, 120]);
  });

  it("B2 do not wait longer for who goes on trying meanwhile, and forget after half an hour, or at once what was right", () => {
    const { clock, accounts } = make();
    for (let n = 0; n < 1_000; n++) accounts.take("ann");
    expect(accounts.take("ann")).toBe(1_000);
    expect(accounts.take("bob")).toBe(0);
    accounts.forget("ann");
    for (let n = 0; n < 5; n++) expect(accounts.take("ann")).toBe(0);
    expect(accounts.take("ann")).toBe(1_000);
    clock.now += 30 * minuteMs + 1;
    for (let n = 0; n < 5; n++) expect(accounts.take("ann")).toBe(0);
  });

  it("threat B2 keep ten thousand keys at most, those that were used last", () => {
    const now = () => 0;
    const waits = new Waits({ now, free: 1, firstMs: 1_000, longestMs: 1_000, forgetMs: 1_000 });
    const buckets = new Buckets({ now, tries: 1, perMs: 1_000 });
    for (const counter of [waits, buckets]) {
      for (let n = 0; n < 25_000; n++) {
        counter.take(`${n}`);
        if (n % 1_000 === 0) expect(counter.size).toBeLessThanOrEqual(10_000);
      }
      expect(counter.size).toBe(10_000);
      expect(counter.take("24999")).toBeGreaterThan(0);
      expect(counter.take("0")).toBe(0);
    }
  });
});

describe("Buckets", () => {
  it("let so many through in so long, and give back what was right", () => {
    const clock = { now: 0 };
    const buckets = new Buckets({ now: () => clock.now, tries: 30, perMs: minuteMs });
    for (let n = 0; n < 30; n++) expect(buckets.take("ann")).toBe(0);
    expect(buckets.take("ann")).toBe(2_000);
    buckets.giveBack("ann");
    expect(buckets.take("ann")).toBe(0);
    expect(() => takeTry(buckets, "ann")).toThrow(
      expect.objectContaining({ code: "QUIRE_ERR_TOO_MANY_TRIES", retryAfter: 2 }),
    );
    clock.now += 2_000;
    expect(buckets.take("ann")).toBe(0);
    expect(buckets.take("ann")).toBe(2_000);
    clock.now += 10 * minuteMs;
    for (let n = 0; n < 30; n++) expect(buckets.take("ann")).toBe(0);
    expect(buckets.take("ann")).toBe(2_000);
  });

  it("have no key in mind for which all was given back", () => {
    const buckets = new Buckets({ now: () => 0, tries: 3, perMs: minuteMs });
    buckets.take("ann");
    buckets.giveBack("ann");
    expect(buckets.size).toBe(0);
  });
});

it.each([
  ["203.0.113.7", "203.0.113.7"],
  ["::ffff:203.0.113.7", "203.0.113.7"],
  ["2001:db8:1:2:3:4:5:6", "2001:db8:1:2"],
  ["2001:0DB8:1:2::1", "2001:db8:1:2"],
  ["2001:db8::1", "2001:db8:0:0"],
  ["::1", "0:0:0:0"],
  ["fe80::1%eth0", "fe80:0:0:0"],
])("the address %s counts as %s", (address, key) => {
  expect(addressKey(address)).toBe(key);
});
