import type { EditorState, Transaction } from "prosemirror-state";

type Sign = readonly [match: RegExp, sign: string];

/** Quotes as they open and close, then those in quotes. */
type Quotes = readonly [open: string, close: string, openInner: string, closeInner: string];

const english: Quotes = ["“", "”", "‘", "’"];
const german: Quotes = ["„", "“", "‚", "‘"];
const swedish: Quotes = ["”", "”", "’", "’"];
const angled: Quotes = ["«", "»", "‹", "›"];

/** The quotes of languages that have others than English, as Unicode's CLDR has them. Dutch has those of English. */
const quotesOf: Readonly<Record<string, Quotes>> = {
  de: german,
  "de-ch": angled,
  "de-li": angled,
  cs: german,
  sk: german,
  sl: german,
  fr: ["«\u202f", "\u202f»", "“", "”"],
  "fr-ch": angled,
  it: ["«", "»", "“", "”"],
  nb: ["«", "»", "‘", "’"],
  nn: ["«", "»", "‘", "’"],
  pl: ["„", "”", "‚", "’"],
  ro: ["„", "”", "«", "»"],
  hu: ["„", "”", "»", "«"],
  ru: ["«", "»", "„", "“"],
  uk: ["«", "»", "„", "“"],
  sv: swedish,
  fi: swedish,
};

/** Dashes wait for what follows: `--` may be an option or a divider. */
const signs: readonly Sign[] = [
  [/(?:^|[^.])(\.\.\.)$/, "…"],
  [/[^\s-] (--) $/, "–"],
  [/[\p{L}\p{N}](--)[\p{L}\p{N}]$/u, "—"],
  [/(?:^|[^-])(->)$/, "→"],
  [/\S\s?(\(c\))$/i, "©"],
  [/(?:^|[\s(])(1\/2)\s$/, "½"],
  [/(?:^|[\s(])(1\/4)\s$/, "¼"],
  [/(?:^|[\s(])(3\/4)\s$/, "¾"],
];

/** Sets the sign that was typed last as a printer does who writes in this language; null where it is none. */
export function setSign(state: EditorState, language: string): Transaction | null {
  const { $from } = state.selection;
  const before = $from.parent.textBetween(0, $from.parentOffset, null, "\ufffc");
  for (const [match, sign] of [...quotesIn(before, language), ...signs]) {
    const [whole, typed = ""] = match.exec(before.slice(-40)) ?? [];
    if (whole === undefined) continue;
    const end = state.selection.from - (whole.length - whole.lastIndexOf(typed) - typed.length);
    return state.tr.insertText(sign, end - typed.length, end);
  }
  return null;
}

function quotesIn(before: string, language: string): readonly Sign[] {
  const [open, close, openInner, closeInner] = quotesFor(language.toLowerCase());
  // In a word, and where nothing was opened, it is an apostrophe, which looks alike everywhere.
  const isQuoted = before.lastIndexOf(openInner) > before.lastIndexOf(closeInner);
  // What opens a quotation follows a blank, a bracket, a dash or another one that opens.
  const others = [open, openInner].filter((sign) => sign !== close && sign !== closeInner).join("");
  const opening = `(?:^|[\\s([{\\ufffc\\u2013\\u2014${others}])`;
  return [
    [new RegExp(`${opening}(")$`), open],
    [/(")$/, close],
    [new RegExp(`${opening}(')$`), openInner],
    [/(')$/, isQuoted ? closeInner : "’"],
  ];
}

function quotesFor(language: string): Quotes {
  const [name = ""] = language.split("-");
  for (const known of [language, name]) {
    const quotes = Object.hasOwn(quotesOf, known) ? quotesOf[known] : undefined;
    if (quotes) return quotes;
  }
  return english;
}
