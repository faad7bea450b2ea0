import { readFileSync } from "node:fs";
import { hues } from "@quire/schema";
import { describe, expect, test } from "vitest";

const tokens = readFileSync(new URL("../../../apps/web/src/style/tokens.css", import.meta.url), "utf8");
const drawn = readFileSync(new URL("../src/style/hues.css", import.meta.url), "utf8");

/** The light and the dark value of a colour of the design. */
function token(name: string): readonly [string, string] {
  const [, light, dark] = new RegExp(`--${name}: light-dark\\((#\\w{6}), (#\\w{6})\\)`).exec(tokens) ?? [];
  if (light === undefined || dark === undefined) throw new Error(`tokens.css has no --${name}`);
  return [light, dark];
}

function luminance(color: string): number {
  const [red = 0, green = 0, blue = 0] = [1, 3, 5].map((at) => {
    const part = Number.parseInt(color.slice(at, at + 2), 16) / 255;
    return part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
}

function contrast(one: string, other: string): number {
  const [lighter = 0, darker = 0] = [luminance(one), luminance(other)].toSorted((a, b) => b - a);
  return (lighter + 0.05) / (darker + 0.05);
}

describe("the hues of text and of what lies behind it", () => {
  const inks = ["ink", "ink-soft", "accent", ...hues.map((hue) => `ink-${hue}`)];
  const grounds = ["paper", "overlay", ...hues.map((hue) => `wash-${hue}`)];

  test("every ink is 4.5:1 or more on every wash, light and dark", () => {
    const pale = inks.flatMap((ink) =>
      grounds.flatMap((ground) =>
        [0, 1].flatMap((side) => {
          const ratio = contrast(token(ink)[side] ?? "", token(ground)[side] ?? "");
          return ratio < 4.5 ? [`${ink} on ${ground}: ${ratio.toFixed(2)}`] : [];
        }),
      ),
    );
    expect(pale).toEqual([]);
  });

  test("the editor draws each, with the light side where the page has no such property", () => {
    for (const hue of hues) {
      expect(drawn).toContain(
        `span[data-color="${hue}"] {\n  color: var(--ink-${hue}, ${token(`ink-${hue}`)[0]});`,
      );
      expect(drawn).toContain(
        `:is(mark[data-color="${hue}"], [data-background="${hue}"]) {\n  background: var(--wash-${hue}, ${token(`wash-${hue}`)[0]});`,
      );
    }
  });
});
