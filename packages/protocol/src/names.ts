/** How many hues people have. A hue is 1 to 8; a design system gives each its colour. */
export const hueCount = 8;

/** Characters that a person's name may have. */
export const maxNameLength = 60;

/** What the version of a person's picture looks like: 96 bits of its bytes' hash, in base64url. */
export const picturePattern = "^[\\w-]{16}$";

/** The colours of the hues on white, for editors that know no hues: white text on them is 4.5:1 or more. */
const hueColors = [
  "#b0413e",
  "#9a5b0b",
  "#5b7017",
  "#1f7a52",
  "#12758a",
  "#3a63c8",
  "#7a4fc0",
  "#b03a86",
] as const;

/** The colour of a hue as `#rrggbb`. */
export function colorOfHue(hue: number): string {
  return hueColors[(hue - 1) % hueCount] ?? hueColors[0];
}

/** A name as it may be shown: one line of at most 60 code units, without control and direction characters; undefined if nothing is left. */
export function cleanName(text: string): string | undefined {
  const line = text.toWellFormed().replace(unshowable, " ").replace(/\s+/gu, " ").trim();
  // A cut may fall inside a surrogate pair: its first half goes too.
  const name = line
    .slice(0, maxNameLength)
    .replace(/[\uD800-\uDBFF]$/, "")
    .trim();
  return name === "" ? undefined : name;
}

/** Control characters, line separators, and what turns the direction of the text around it. */
const unshowable = /[\p{Cc}\p{Cs}\u2028\u2029\u200e\u200f\u202a-\u202e\u2066-\u2069]+/gu;
