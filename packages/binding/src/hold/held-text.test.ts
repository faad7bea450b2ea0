import fc from "fast-check";
import { describe, expect, test } from "vitest";
import * as Y from "yjs";
import { printedSeed, runs } from "../../../../trouble/runs.ts";
import { changeOf, pieces, text } from "../../test/deltas.ts";
import { compose } from "../delta/compose.ts";
import { type Delta, type Formats, lengthOfText, normalise } from "../delta/delta.ts";
import { HeldText } from "./held-text.ts";

test("what is shown, changed by what waits, is the shared text, whatever both sides do", () => {
  const seed = printedSeed("held texts");
  const turn = fc.record({ isMine: fc.boolean(), some: pieces });
  fc.assert(
    fc.property(text, fc.array(turn, { maxLength: 6 }), (start, turns) => {
      const held = new HeldText();
      let shown = start;
      let shared = start;
      for (const { isMine, some } of turns) {
        const change = changeOf(lengthOfText(isMine ? shown : shared), some);
        if (isMine) {
          shown = compose(shown, change);
          shared = compose(shared, held.mine(change));
        } else {
          shared = compose(shared, change);
          held.others(change);
        }
        expect(compose(shown, held.pending)).toEqual(shared);
      }
      expect(compose(shown, held.release())).toEqual(shared);
      expect(held.pending).toEqual([]);
    }),
    { seed, numRuns: runs(10_000, 200_000) },
  );
});

describe("RT-11 a word that is composed stays one word, when others write", () => {
  const word = ["に", "にほ", "にほん", "日本"];

  test.each([
    ["before it", "Hello ".length, "Hello X日本."],
    ["behind it", "Hello にほ".length, "Hello 日本X."],
    ["in it", "Hello に".length, null],
  ])("%s", (_where, place, after) => {
    const held = new HeldText();
    const page = new Page("Hello .", "Hello ".length, held);
    for (const step of word.slice(0, 2)) page.write(step);
    page.others(insert(place, "X"));
    for (const step of word.slice(2)) page.write(step);
    page.end();
    if (after === null) expect(["Hello X日本.", "Hello 日本X."]).toContain(page.text);
    else expect(page.text).toBe(after);
  });

  test.each([
    ["at the caret before the first letter", "", "Hello 日本X."],
    ["behind a word that is composed on", "wor", "Hello wordX."],
  ])("%s", (_what, existing, after) => {
    const held = new HeldText();
    const at = `Hello ${existing}`.length;
    const page = new Page(`Hello ${existing}.`, at, held);
    page.others(insert(at, "X"));
    for (const step of existing === "" ? word : ["d"]) page.write(step);
    page.end();
    expect(page.text).toBe(after);
  });

  test("over it: it is put in whole, though others have deleted what it was", () => {
    const page = new Page("Hello .", 6, new HeldText());
    page.write("にほん");
    page.others([{ delete: "Hello にほん".length }]);
    page.write("日本");
    page.end();
    expect(page.text).toBe("日本.");
  });
});

test("RT-11 places are found on both sides while others' words wait", () => {
  const held = new HeldText();
  held.others([{ retain: 2 }, { insert: "XY" }, { retain: 1 }, { delete: 2 }]);
  expect([0, 1, 2, 3, 4, 5, 6].map((place) => held.toShared(place, false))).toEqual([0, 1, 2, 5, 5, 5, 6]);
  expect(held.toShared(2, true)).toBe(4);
  expect([0, 1, 2, 3, 4, 5, 6].map((place) => held.toShown(place))).toEqual([0, 1, 2, 2, 2, 3, 6]);
});

const scripts: readonly (readonly string[])[] = [
  ["n", "に", "にh", "にほ", "にほん", "日本"],
  ["ㅎ", "하", "한", "한ㄱ", "한그", "한글"],
  ["p", "pi", "pin", "pin yin", "拼音"],
  ["W", "WO", "WOR", "WORD"],
];

const edit = fc.oneof(
  fc.record({ do: fc.constant("insert" as const), at: fc.nat(40), text: fc.stringMatching(/^[a-f]{1,3}$/) }),
  fc.record({ do: fc.constant("delete" as const), at: fc.nat(40) }),
  fc.record({ do: fc.constant("format" as const), at: fc.nat(40), length: fc.integer({ min: 1, max: 9 }) }),
);
const remote = fc.record({ who: fc.nat(1), edit });
const composition = fc.record({
  script: fc.nat(scripts.length - 1),
  at: fc.nat(40),
  /** What happens before each step: edits of others, and who hears of whom. */
  between: fc.array(
    fc.record({ edits: fc.array(remote, { maxLength: 2 }), isHeard: fc.boolean(), isMinimal: fc.boolean() }),
    { minLength: 6, maxLength: 6 },
  ),
});

test("RT-11 three people on one text, one composing: all agree, each word is there once", () => {
  const seed = printedSeed("compositions");
  fc.assert(
    fc.property(fc.array(composition, { minLength: 1, maxLength: 3 }), (compositions) => {
      const [mine, ...others] = threeTexts("abc def abc def");
      for (const { script, at, between } of compositions) {
        const page = new SharedPage(mine, at);
        const steps = scripts[script] ?? [];
        steps.forEach((step, index) => {
          const { edits, isHeard, isMinimal } = between[index] ?? {
            edits: [],
            isHeard: true,
            isMinimal: true,
          };
          for (const { who, edit } of edits) act(others[who], edit);
          if (isHeard) exchange([mine, ...others]);
          page.write(step, isMinimal);
        });
        exchange([mine, ...others]);
        page.end();
        expect(page.shown).toEqual(normalise(mine.toDelta()));
      }
      exchange([mine, ...others]);
      for (const other of others) expect(other.toDelta()).toEqual(mine.toDelta());
      const written = compositions.map(({ script }) => scripts[script]?.at(-1) ?? "");
      const composed = mine.toString().replaceAll(/[a-f ]/g, "");
      expect(composed.split("").sort()).toEqual(written.join("").split("").sort());
      for (const word of written) expect(composed).toContain(word);
    }),
    { seed, numRuns: runs(500, 20_000) },
  );
});

/** A page that shows a text and whose input method writes a word into it, as small a change as can be. */
class Page {
  readonly #held: HeldText;
  readonly #at: number;
  #word = "";
  #shared: Delta;
  #shown: Delta;

  constructor(start: string, at: number, held: HeldText) {
    this.#held = held;
    this.#at = at;
    this.#shared = [{ insert: start }];
    this.#shown = this.#shared;
  }

  get text(): string {
    return plain(this.#shown);
  }

  write(word: string): void {
    const change = typed(this.#at, this.#word, word, true);
    this.#word = word;
    this.#shown = compose(this.#shown, change);
    this.#shared = compose(this.#shared, this.#held.mine(change));
  }

  others(change: Delta): void {
    this.#shared = compose(this.#shared, change);
    this.#held.others(change);
  }

  end(): void {
    this.#shown = compose(this.#shown, this.#held.release());
    expect(this.#shown).toEqual(this.#shared);
  }
}

/** The same on a Y.Text. */
class SharedPage {
  readonly #text: Y.Text;
  readonly #held = new HeldText();
  readonly #at: number;
  readonly #formats: Formats;
  readonly #observe = ({ delta }: Y.YTextEvent, { origin }: Y.Transaction) =>
    origin === this || this.#held.others(normalise(delta as unknown as Delta));
  #word = "";
  shown: Delta;

  constructor(text: Y.Text, at: number) {
    this.#text = text;
    this.shown = normalise(text.toDelta());
    this.#at = outside(plain(this.shown), at);
    this.#formats = formatsBefore(this.shown, this.#at);
    text.observe(this.#observe);
  }

  write(word: string, isMinimal: boolean): void {
    const change = typed(this.#at, this.#word, word, isMinimal, this.#formats);
    this.#word = word;
    this.shown = compose(this.shown, change);
    const shared = structuredClone([...this.#held.mine(change)]);
    this.#text.doc?.transact(() => this.#text.applyDelta(shared), this);
  }

  end(): void {
    this.#text.unobserve(this.#observe);
    this.shown = compose(this.shown, this.#held.release());
  }
}

/** A word in the place of another. */
function typed(at: number, before: string, after: string, isMinimal: boolean, formats: Formats = {}): Delta {
  let same = 0;
  while (isMinimal && same < before.length && before[same] === after[same]) same++;
  const insert = after.slice(same);
  const attributes = Object.keys(formats).length > 0 ? { attributes: formats } : {};
  return normalise([{ retain: at + same }, { insert, ...attributes }, { delete: before.length - same }]);
}

function insert(at: number, text: string): Delta {
  return normalise([{ retain: at }, { insert: text }]);
}

function plain(content: Delta): string {
  return content.map((op) => ("insert" in op && typeof op.insert === "string" ? op.insert : "")).join("");
}

/** A place that is not in a word that was composed before. */
function outside(content: string, at: number): number {
  const place = at % (content.length + 1);
  const behind = /^[^a-f ]*/.exec(content.slice(place))?.[0].length ?? 0;
  return place + behind;
}

function formatsBefore(content: Delta, place: number): Formats {
  let end = 0;
  for (const op of content) {
    end += lengthOfText([op]);
    if (place <= end && "insert" in op) return op.attributes ?? {};
  }
  return {};
}

/** Others leave alone what is composed: what they delete or put in the middle of is theirs to answer for. */
function act(
  text: Y.Text | undefined,
  edit: typeof remote extends fc.Arbitrary<{ edit: infer Edit }> ? Edit : never,
): void {
  if (!text) return;
  const content = text.toString();
  const at = edit.at % (content.length + 1);
  if (edit.do === "insert") text.insert(outside(content, at), edit.text);
  else if (edit.do === "delete" && /[a-f ]/.test(content.charAt(at))) text.delete(at, 1);
  else if (edit.do === "format" && at < content.length) {
    const strong = edit.length % 2 === 0 ? {} : null;
    text.format(at, Math.min(edit.length, content.length - at), { strong });
  }
}

function threeTexts(start: string): [Y.Text, Y.Text, Y.Text] {
  const texts: [Y.Text, Y.Text, Y.Text] = [0, 1, 2].map(() => new Y.Doc().getText()) as [
    Y.Text,
    Y.Text,
    Y.Text,
  ];
  texts[0].insert(0, start);
  exchange(texts);
  return texts;
}

function exchange(texts: readonly Y.Text[]): void {
  const ydocs = texts.flatMap(({ doc }) => doc ?? []);
  for (const from of ydocs)
    for (const to of ydocs)
      if (from !== to) Y.applyUpdate(to, Y.encodeStateAsUpdate(from, Y.encodeStateVector(to)));
}
