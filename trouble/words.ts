/**
 * Words that tell who wrote them, in which history, and as which of theirs: `b7x12`. Nobody writes one twice, so what
 * is lost and what is doubled can be seen in a text.
 */
export function numberedWord(who: number, history: number, number: number): string {
  return `${"abcdefghij"[who]}${history}x${number}`;
}

/** The numbered words in a text, in their order. */
export function wordsIn(text: string): string[] {
  return text.match(/\b[a-j]\d+x\d+\b/g) ?? [];
}

/** What ought to be in a text. */
export interface Expected {
  readonly there: Iterable<string>;
  /** Words that were taken back. */
  readonly gone: Iterable<string>;
}

/** What is wrong with a text: each word that is missing, is there twice, or was taken back and is there. */
export function faultsOf(text: string, { there, gone }: Expected): string[] {
  const counts = new Map<string, number>();
  for (const word of wordsIn(text)) counts.set(word, (counts.get(word) ?? 0) + 1);
  const missing = [...there].filter((word) => !counts.has(word)).map((word) => `${word} is missing`);
  const doubled = [...counts].filter(([, count]) => count > 1).map(([word]) => `${word} is there twice`);
  const back = [...gone].filter((word) => counts.has(word)).map((word) => `${word} was taken back`);
  return [...missing, ...doubled, ...back];
}
