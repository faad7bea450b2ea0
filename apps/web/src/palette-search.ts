/** Something that has a name, and other words that people look for it with. */
export interface Named {
  readonly label: string;
  readonly keywords?: readonly string[];
  /** What else stands in it, folded. */
  readonly text?: string;
}

/** What fits a query, best first: by the start of the name, of a word of it, of a keyword, then by letters anywhere in the name, then in its text. */
export function search<Item extends Named>(items: readonly Item[], query: string): readonly Item[] {
  const wanted = fold(query)
    .split(/\s+/)
    .filter((word) => word !== "");
  const ranked = items.map((item) => ({ item, rank: rankOf(item, wanted) }));
  return ranked
    .filter(({ rank }) => rank < Number.POSITIVE_INFINITY)
    .sort((a, b) => a.rank - b.rank)
    .map(({ item }) => item);
}

/** Each word has to fit; the first one says how well. */
function rankOf({ label, keywords = [], text = "" }: Named, wanted: readonly string[]): number {
  const name = fold(label);
  const ranks = wanted.map((word, index) => rankOfWord({ name, keywords, text }, word, index === 0));
  return ranks.some((rank) => rank === Number.POSITIVE_INFINITY) ? Number.POSITIVE_INFINITY : (ranks[0] ?? 0);
}

function rankOfWord(
  { name, keywords, text }: { name: string; keywords: readonly string[]; text: string },
  word: string,
  isFirst: boolean,
): number {
  if (isFirst && name.startsWith(word)) return 0;
  if (name.split(/[^\p{L}\p{N}]+/u).some((part) => part.startsWith(word))) return 1;
  if (keywords.some((keyword) => fold(keyword).startsWith(word))) return 2;
  if (name.includes(word)) return 3;
  return text.includes(word) ? 4 : Number.POSITIVE_INFINITY;
}

/** Without case and accents. */
export function fold(text: string): string {
  return text.normalize("NFD").replace(/\p{M}/gu, "").toLowerCase();
}
