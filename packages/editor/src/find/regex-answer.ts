import { type Match, matchesIn } from "./matches.ts";

/** Texts to look through, given to another thread. */
export interface RegexQuestion {
  readonly source: string;
  readonly flags: string;
  readonly texts: readonly string[];
}

/** What was found in each of the texts. */
export type RegexAnswer = readonly (readonly Match[])[];

/** Looks through texts, however long that takes. */
export function answer({ source, flags, texts }: RegexQuestion): RegexAnswer {
  const expression = new RegExp(source, flags);
  return texts.map((text) => matchesIn(expression, text));
}
