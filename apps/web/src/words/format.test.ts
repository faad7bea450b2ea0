import { describe, expect, it } from "vitest";
import { createFormat } from "./format.ts";

const zone = "Europe/Vienna";
const format = createFormat("en-GB", "just now", zone);
const now = Date.parse("2026-11-21T09:30:00+01:00");
const at = (text: string) => format.moment(Date.parse(text), now);

describe("a moment", () => {
  it.each([
    ["2026-11-21T09:29:30+01:00", "just now"],
    ["2026-11-21T09:31:30+01:00", "just now"],
    ["2026-11-21T09:28:59+01:00", "1 minute ago"],
    ["2026-11-21T08:31:00+01:00", "59 minutes ago"],
    ["2026-11-21T08:30:00+01:00", "1 hour ago"],
    ["2026-11-21T00:00:00+01:00", "9 hours ago"],
    ["2026-11-20T23:59:59+01:00", "Yesterday"],
    ["2026-11-20T00:00:00+01:00", "Yesterday"],
    ["2026-11-19T23:59:00+01:00", "Thursday"],
    ["2026-11-15T00:00:00+01:00", "Sunday"],
    ["2026-11-14T23:59:00+01:00", "14 November"],
    ["2025-12-31T23:59:00+01:00", "31 December 2025"],
  ])("%s is said as %s", (time, words) => {
    expect(at(time)).toBe(words);
  });

  it("counts minutes, not days, across midnight", () => {
    const midnight = Date.parse("2026-11-21T00:10:00+01:00");
    expect(format.moment(midnight - 20 * 60_000, midnight)).toBe("20 minutes ago");
  });

  it("says yesterday for the day before also where the clock was turned back", () => {
    const after = Date.parse("2026-10-26T00:30:00+01:00");
    expect(format.moment(Date.parse("2026-10-25T00:10:00+02:00"), after)).toBe("Yesterday");
  });
});

describe("numbers", () => {
  it("takes the form that the number needs, with the number in it", () => {
    const forms = { one: "# word", other: "# words" };
    expect([0, 1, 2, 1204].map((count) => format.plural(count, forms))).toEqual([
      "0 words",
      "1 word",
      "2 words",
      "1,204 words",
    ]);
  });

  it("falls back to the form that every language has", () => {
    expect(createFormat("pl", "teraz").plural(3, { one: "# plik", few: "# pliki", other: "# plików" })).toBe(
      "3 pliki",
    );
    expect(createFormat("ja", "たった今").plural(1, { one: "never", other: "#人" })).toBe("1人");
  });

  it("says sizes in the unit that suits them", () => {
    expect([4_097, 2_097_152, 2_097_153, 10_741_421_671].map((size) => format.bytes(size))).toEqual([
      "5 kB",
      "2 MB",
      "2.1 MB",
      "10.1 GB",
    ]);
  });
});
