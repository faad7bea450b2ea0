/** What somebody looks for. */
export interface FindQuery {
  readonly text: string;
  readonly matchesCase: boolean;
  readonly wholeWord: boolean;
  /** The text is a regular expression. */
  readonly isRegex: boolean;
}

/** A query as an expression; null where nothing is looked for. */
export type Expression =
  | { readonly type: "expression"; readonly source: string; readonly flags: string }
  | { readonly type: "empty" }
  /** With what the browser says is wrong with it. */
  | { readonly type: "invalid"; readonly reason: string };

/** A letter, mark or digit of a word. Scripts that write no spaces have a word a character, as words are counted. */
const inWord = "(?![\\p{Script=Han}\\p{Script=Hiragana}\\p{Script=Katakana}])[\\p{L}\\p{M}\\p{N}_]";

/** What is typed by one key and set as another character finds that too. */
const alike: ReadonlyMap<string, string> = new Map([
  ["'", "['‘’]"],
  ['"', '["“”„]'],
  [" ", "[ \\u00a0\\u202f]"],
]);

/** Reads a query. Plain text becomes an expression too, one that takes time by the length of the text and no more. */
export function readQuery({ text, matchesCase, wholeWord, isRegex }: FindQuery): Expression {
  if (text === "") return { type: "empty" };
  const flags = matchesCase ? "gmu" : "gimu";
  const sought = isRegex ? `(?:${text})` : Array.from(text, literal).join("");
  // Before the brackets are around it: `a)(b` is no expression.
  const problem = isRegex ? problemOf(text, flags) : null;
  if (problem !== null) return { type: "invalid", reason: problem };
  return { type: "expression", source: wholeWord ? asWord(sought, text, isRegex) : sought, flags };
}

/** A query that begins or ends with a sign stands beside a letter, too. */
function asWord(sought: string, text: string, isRegex: boolean): string {
  const isLetter = new RegExp(inWord, "u");
  const letters = Array.from(text);
  const starts = isRegex || isLetter.test(letters[0] ?? "");
  const ends = isRegex || isLetter.test(letters.at(-1) ?? "");
  return `${starts ? `(?<!${inWord})` : ""}${sought}${ends ? `(?!${inWord})` : ""}`;
}

function literal(character: string): string {
  return alike.get(character) ?? character.replace(/[\\^$.*+?()[\]{}|/]/u, "\\$&");
}

function problemOf(source: string, flags: string): string | null {
  try {
    new RegExp(source, flags);
    return null;
  } catch (error) {
    const said = error instanceof Error ? error.message : String(error);
    return said.replace(/^Invalid regular expression: (?:\/.*\/\w*: )?/s, "");
  }
}
