/** One or two letters that stand for a name: whole characters as people see them. */
export function initials(name: string): string {
  const words = name.split(" ");
  const ends = words.length > 1 ? [words[0], words.at(-1)] : words;
  return ends.map((word = "") => firstCharacter(word).toLocaleUpperCase()).join("");
}

function firstCharacter(word: string): string {
  const [first] = new Intl.Segmenter(undefined, { granularity: "grapheme" }).segment(word);
  return first?.segment ?? "";
}
