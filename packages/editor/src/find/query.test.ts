import fc from "fast-check";
import { expect, test } from "vitest";
import { matchesIn } from "./matches.ts";
import { type FindQuery, readQuery } from "./query.ts";

const isProof = process.env.QUIRE_PROVE === "1";
const seed = Number(process.env.QUIRE_SEED ?? 1);
console.info(`plain text in a text: seed ${seed}`);

const plain: FindQuery = { text: "", matchesCase: false, wholeWord: false, isRegex: false };

function find(query: Partial<FindQuery>, text: string): readonly string[] {
  const read = readQuery({ ...plain, ...query });
  if (read.type !== "expression") return [read.type];
  return matchesIn(new RegExp(read.source, read.flags), text).map((match) => `${match.index} ${match.text}`);
}

test.each<[Partial<FindQuery>, string, readonly string[]]>([
  [{ text: "" }, "text", ["empty"]],
  [{ text: "ÉTÉ" }, "été, Été", ["0 été", "5 Été"]],
  [{ text: "Été", matchesCase: true }, "été, Été", ["5 Été"]],
  [{ text: "a.b*" }, "axb a.b*", ["4 a.b*"]],
  [{ text: "^$()[]{}|/\\?+" }, "^$()[]{}|/\\?+", ["0 ^$()[]{}|/\\?+"]],
  [{ text: "don't" }, "don’t, don't", ["0 don’t", "7 don't"]],
  [{ text: "don’t" }, "don’t, don't", ["0 don’t"]],
  [{ text: '"a b"' }, "“a\u00a0b”", ["0 “a\u00a0b”"]],
  [{ text: "cat", wholeWord: true }, "cat concat cat's cat_1", ["0 cat", "11 cat"]],
  [{ text: "(cat", wholeWord: true }, "a(cat) a(cats)", ["1 (cat"]],
  [{ text: "文", wholeWord: true }, "中文字", ["1 文"]],
  [{ text: "😀" }, "a😀😀", ["1 😀", "3 😀"]],
  [{ text: "ana" }, "ananana", ["0 ana", "4 ana"]],
  [{ text: "b+", isRegex: true }, "abbb ab", ["1 bbb", "6 b"]],
  [{ text: "b*", isRegex: true }, "abbb", ["1 bbb"]],
  [{ text: "^b", isRegex: true }, "b\nb", ["0 b", "2 b"]],
  [{ text: "ca|dog", isRegex: true, wholeWord: true }, "cat dog", ["4 dog"]],
])("FN-1 %j in %j finds %j", (query, text, found) => {
  expect(find(query, text)).toEqual(found);
});

test.each(["(", "a)(b", "[", "*", "\\p{Nothing}"])("FN-1 the expression %j says what is wrong", (text) => {
  const read = readQuery({ ...plain, text, isRegex: true });
  expect(read).toMatchObject({ type: "invalid", reason: expect.stringMatching(/^\w/) });
  expect(JSON.stringify(read)).not.toContain("Invalid regular expression");
});

test("plain text is found where a slow and simple search finds it", () => {
  const letters = fc.constantFrom(
    "a",
    "A",
    "b",
    "é",
    "É",
    "1",
    "_",
    " ",
    "\u00a0",
    "'",
    "’",
    "-",
    "字",
    "😀",
  );
  const text = (maxLength: number) => fc.array(letters, { maxLength }).map((all) => all.join(""));
  fc.assert(
    fc.property(text(3), text(40), fc.boolean(), fc.boolean(), (sought, within, matchesCase, wholeWord) => {
      fc.pre(sought !== "");
      const query = { text: sought, matchesCase, wholeWord, isRegex: false };
      expect(find(query, within)).toEqual(naive(query, within));
    }),
    { numRuns: isProof ? 100_000 : 3_000, seed },
  );
});

/** Tries each place. */
function naive({ text: sought, matchesCase, wholeWord }: FindQuery, within: string): readonly string[] {
  const [wanted, letters] = [Array.from(sought), Array.from(within)];
  const found: string[] = [];
  let offset = 0;
  for (let at = 0; at < letters.length; ) {
    const piece = letters.slice(at, at + wanted.length);
    const fits =
      piece.length === wanted.length &&
      wanted.every((letter, index) => isAlike(letter, piece[index], matchesCase));
    const isCut =
      wholeWord &&
      ((isLetter(wanted[0]) && isLetter(letters[at - 1])) ||
        (isLetter(wanted.at(-1)) && isLetter(letters[at + wanted.length])));
    const step = fits && !isCut ? wanted.length : 1;
    if (fits && !isCut) found.push(`${offset} ${piece.join("")}`);
    offset += letters.slice(at, at + step).join("").length;
    at += step;
  }
  return found;
}

function isAlike(typed: string, set: string | undefined, matchesCase: boolean): boolean {
  if (typed === "'") return set === "'" || set === "’";
  if (typed === " ") return set === " " || set === "\u00a0";
  return matchesCase ? typed === set : typed.toLowerCase() === set?.toLowerCase();
}

function isLetter(character: string | undefined): boolean {
  return character !== undefined && "aAbéÉ1_".includes(character);
}
