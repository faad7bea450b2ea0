/** What a sign before an item, such as `iv)` or `·`, says of its list. */
export interface Marker {
  readonly isOrdered: boolean;
  readonly number: number | null;
}

const bullet: Marker = { isOrdered: false, number: null };
const romanDigits: Readonly<Record<string, number>> = { i: 1, v: 5, x: 10, l: 50, c: 100, d: 500, m: 1000 };
const maxNumber = 999_999_999;

/**
 * Reads a sign by its level's format in Word's names (`decimal` where a level says none). Without a format, as in a mail
 * whose style sheet is gone, the sign itself tells.
 */
export function readMarker(sign: string, format: string | undefined): Marker {
  const text = sign.replace(/[\s\u00a0]+/g, "").slice(0, 40);
  switch (format ?? guessFormat(text)) {
    case "bullet":
    case "image":
    case "none":
      return bullet;
    case "alpha-lower":
    case "alpha-upper":
      return { isOrdered: true, number: readLetters(text) };
    case "roman-lower":
    case "roman-upper":
      return { isOrdered: true, number: readRoman(text) };
    default:
      return { isOrdered: true, number: readDigits(text) };
  }
}

function guessFormat(text: string): string {
  if (/\d/.test(text)) return "decimal";
  // An `o` in Courier is Word's second bullet, as `§` and `Ø` in Wingdings are others.
  if (!/^[[(]?[a-z]+[.)\]:]$/i.test(text)) return "bullet";
  const letters = text.replace(/[^a-z]/gi, "");
  return /^(?:i|[ivxlcdm]{2,})$/i.test(letters) ? "roman-lower" : "alpha-lower";
}

/** The last number of `1.2.3`, which is the item's own. */
function readDigits(text: string): number | null {
  const digits = /(\d{1,9})\D*$/.exec(text)?.[1];
  return digits === undefined ? null : Number(digits);
}

/** Word counts a to z, then aa to zz with both letters the same, then aaa. */
function readLetters(text: string): number | null {
  const letters = /([a-z])\1*[^a-z]*$/i.exec(text);
  if (!letters?.[1]) return null;
  const length = letters[0].replace(/[^a-z]/gi, "").length;
  return letters[1].toLowerCase().charCodeAt(0) - 96 + 26 * (length - 1);
}

function readRoman(text: string): number | null {
  const digits = /([ivxlcdm]+)[^a-z]*$/i.exec(text)?.[1]?.toLowerCase();
  if (digits === undefined) return null;
  let number = 0;
  for (let index = 0; index < digits.length; index++) {
    const value = romanDigits[digits.charAt(index)] ?? 0;
    const next = romanDigits[digits.charAt(index + 1)] ?? 0;
    number += value < next ? -value : value;
  }
  return number > 0 && number <= maxNumber ? number : null;
}
