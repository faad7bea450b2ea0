import { describe, expect, it } from "vitest";
import { lifeOf, renewalIn } from "./token-life.ts";

const now = Date.UTC(2026, 0, 1);
const seconds = now / 1_000;
const token = (claims: unknown) =>
  `e30.${Buffer.from(JSON.stringify(claims)).toString("base64url")}.signature`;

describe("B121 how long a token is good", () => {
  it.each([
    ["what it says by the clock", { exp: seconds + 60 }, 60_000],
    [
      "no longer than it was made for, where the clock is late",
      { iat: seconds + 500, exp: seconds + 560 },
      60_000,
    ],
    ["what is left of it, where it was made before", { iat: seconds - 50, exp: seconds + 10 }, 10_000],
    [
      "what it was made for, where the clock is far ahead",
      { iat: seconds - 3_660, exp: seconds - 3_600 },
      60_000,
    ],
    ["nothing any more, where it says its end alone and that is past", { exp: seconds - 1 }, -1_000],
    ["for ever, where it does not say", { sub: "\u00fc" }, Number.POSITIVE_INFINITY],
    ["for ever, where its end is no number", { exp: "soon" }, Number.POSITIVE_INFINITY],
    ["for ever, where it holds nothing", null, Number.POSITIVE_INFINITY],
  ])("%s", (_, claims, life) => {
    expect(lifeOf(token(claims), now)).toBe(life);
  });

  it.each(["", "quire_secret", "a.b.c", "a.%%%.c", ".."])("for ever, where it is %j", (opaque) => {
    expect(lifeOf(opaque, now)).toBe(Number.POSITIVE_INFINITY);
  });
});

it.each([
  [3_600_000, 3_570_000],
  [60_001, 30_001],
  [60_000, 30_000],
  [5_000, 2_500],
  [600, 500],
  [0, undefined],
  [-1, undefined],
  [Number.POSITIVE_INFINITY, undefined],
])("threat A11 B121 a token that is good for %s ms more is renewed in %s", (left, wait) => {
  expect(renewalIn(left)).toBe(wait);
});
