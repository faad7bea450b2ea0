import { type Hue, hues } from "@quire/schema";

/** The colours that a word processor has a name for, where the name is no hue's. */
const named: Readonly<Record<string, string>> = {
  aqua: "#00ffff",
  black: "#000000",
  cyan: "#00ffff",
  fuchsia: "#ff00ff",
  grey: "#808080",
  lime: "#00ff00",
  magenta: "#ff00ff",
  maroon: "#800000",
  navy: "#000080",
  olive: "#808000",
  silver: "#c0c0c0",
};

/** Where each hue ends on the colour circle, in degrees. */
const ends: readonly (readonly [degree: number, hue: Hue])[] = [
  [15, "red"],
  [44, "orange"],
  [70, "yellow"],
  [165, "green"],
  [200, "teal"],
  [255, "blue"],
  [290, "purple"],
  [345, "pink"],
  [360, "red"],
];

/** The hue that a colour in CSS is nearest to; null for what is no colour, or as good as no colour behind a text. */
export function nearestHue(css: string): Hue | null {
  const itself = hueNamed(css);
  if (itself !== null) return itself;
  const color = Object.hasOwn(named, css) ? (named[css] ?? css) : css;
  const [red = 0, green = 0, blue = 0] = channels(color) ?? [255, 255, 255];
  const most = Math.max(red, green, blue);
  const spread = most - Math.min(red, green, blue);
  if (spread < 16) return most > 243 ? null : "gray";
  const degree = degreeOf(red, green, blue, most, spread);
  return ends.find(([end]) => degree <= end)?.[1] ?? null;
}

/** The hue of that name, or null. */
export function hueNamed(name: string | null): Hue | null {
  return hues.find((hue) => hue === name) ?? null;
}

/** Red, green and blue from 0 to 255. Null also for a colour that one can see through. */
function channels(css: string): readonly number[] | null {
  const short = /^#([\da-f])([\da-f])([\da-f])$/.exec(css);
  if (short !== null) return short.slice(1).map((digit) => Number.parseInt(digit + digit, 16));
  const long = /^#([\da-f]{2})([\da-f]{2})([\da-f]{2})$/.exec(css);
  if (long !== null) return long.slice(1).map((digits) => Number.parseInt(digits, 16));
  const parts = /^rgba?\(\s*(\d{1,3})[\s,]+(\d{1,3})[\s,]+(\d{1,3})\s*(?:[,/]\s*1(?:\.0+)?\s*)?\)$/.exec(css);
  return parts === null ? null : parts.slice(1).map((part) => Math.min(Number(part), 255));
}

function degreeOf(red: number, green: number, blue: number, most: number, spread: number): number {
  const sixth =
    most === red
      ? (green - blue) / spread
      : most === green
        ? (blue - red) / spread + 2
        : (red - green) / spread + 4;
  return (sixth * 60 + 360) % 360;
}
