import type { Match } from "./matches.ts";

/** What a replacement says for a match: `$1`, `$<name>`, `$&` and `$$` as JavaScript reads them. */
export function expand(template: string, { text, groups = [], named }: Match): string {
  return template.replace(/\$(?:\$|&|<([^>]*)>|(\d\d?))/g, (sign, name?: string, digits?: string) => {
    if (sign === "$$") return "$";
    if (sign === "$&") return text;
    if (name !== undefined) return named ? (named[name] ?? "") : sign;
    return expandDigits(digits ?? "", groups) ?? sign;
  });
}

/** Two digits name a group if there are so many, else the first of them does and the second is a digit. */
function expandDigits(digits: string, groups: readonly (string | undefined)[]): string | null {
  const number = Number(digits);
  if (number >= 1 && number <= groups.length) return groups[number - 1] ?? "";
  const first = Number(digits[0]);
  const isGroup = digits.length === 2 && first >= 1 && first <= groups.length;
  return isGroup ? (groups[first - 1] ?? "") + digits.slice(1) : null;
}
