import { expect, test } from "vitest";
import { readMarker } from "./word-marker.ts";

test("a sign is read by its level's format", () => {
  for (const [sign, format, number] of [
    ["12.\u00a0\u00a0 ", "decimal", 12],
    ["1.2.3", "decimal", 3],
    ["(7)", "decimal", 7],
    ["03", "arabic-leading-zero", 3],
    ["b)", "alpha-lower", 2],
    ["AA.", "alpha-upper", 27],
    ["iv.", "roman-lower", 4],
    ["MCMXC", "roman-upper", 1990],
    ["i)", "alpha-lower", 9],
    ["first", "ordinal-text", null],
    ["", "decimal", null],
  ] as const) {
    expect(readMarker(sign, format), sign).toEqual({ isOrdered: true, number });
  }
  for (const format of ["bullet", "image", "none"])
    expect(readMarker("1.", format)).toEqual({ isOrdered: false, number: null });
});

test("without a format the sign itself tells", () => {
  for (const sign of ["·", "o", "§", "-", "Ø", "", "•\u00a0\u00a0"])
    expect(readMarker(sign, undefined), sign).toEqual({ isOrdered: false, number: null });
  for (const [sign, number] of [
    ["4.", 4],
    ["c)", 3],
    ["(ii)", 2],
    ["i.", 1],
    ["xiv.", 14],
  ] as const)
    expect(readMarker(sign, undefined), sign).toEqual({ isOrdered: true, number });
});
