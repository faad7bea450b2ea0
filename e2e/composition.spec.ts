import type { Tab } from "./fixtures.ts";
import { expect, test } from "./meeting.ts";
import { type InputMethod, inputMethodOf, type Keyboard } from "./support/input-method.ts";
import { press } from "./support/keys.ts";
import { agree, shownText } from "./support/shown.ts";

/** How a word comes about, as the browser is told it: each composition its steps, the last of them final. */
interface Method {
  readonly name: string;
  readonly compositions: readonly (readonly string[])[];
  /** Composes over these letters before the caret, and so puts them in its own words. */
  readonly over?: string;
  readonly keyboard?: Keyboard;
}

const methods: readonly Method[] = [
  { name: "Japanese", compositions: [["k", "か", "かn", "かん", "かんj", "かんじ", "感じ", "漢字"]] },
  {
    name: "Korean",
    compositions: [
      ["ㅎ", "하", "한"],
      ["ㄱ", "그", "글"],
    ],
  },
  { name: "Pinyin", compositions: [["p", "pi", "pin", "pin y", "pin yin", "拼音"]] },
  { name: "Android's words", compositions: [["wore", "worex", "worexs"]], over: "wor" },
  {
    name: "Android's words without keys",
    compositions: [["worf", "worfy", "worfyz"]],
    over: "wor",
    keyboard: { hasKeys: false },
  },
];

const isProof = process.env.QUIRE_PROVE === "1";

/** The line that each of them is used in, before the full stop. */
const line = "Hello wor.";

interface Change {
  readonly what: string;
  /** Ben's, with his caret at the start of the line. */
  readonly act: (ben: Tab) => Promise<void>;
  /** Whether this is right where the line was: what stands there now, and what was composed last. */
  readonly isRight: (text: string, word: string, composed: string) => boolean;
}

const changes: readonly Change[] = [
  {
    what: "types before the word",
    act: ({ page }) => page.keyboard.type("Ben "),
    isRight: (text, word) => text === `Ben Hello ${word}.`,
  },
  {
    what: "types behind the word",
    act: async ({ page }) => {
      await press(page, "End", "ArrowLeft");
      await page.keyboard.type("Ben");
    },
    isRight: (text, word) => text === `Hello ${word}Ben.`,
  },
  {
    what: "types in the word",
    act: async ({ page }) => {
      await right(page, "Hello wor".length + 1);
      await page.keyboard.type("Ben");
    },
    isRight: (text, word) => text.includes("Ben") && text.replace("Ben", "") === `Hello ${word}.`,
  },
  {
    what: "makes the line bold",
    act: ({ page }) => press(page, "Shift+End", "Control+b"),
    isRight: (text, word) => text === `Hello ${word}.`,
  },
  {
    what: "makes the line a heading",
    act: ({ page }) => press(page, "Control+Alt+2"),
    isRight: (text, word) => text === `Hello ${word}.`,
  },
  {
    what: "splits the line before the word",
    act: async ({ page }) => {
      await right(page, 2);
      await press(page, "Enter");
    },
    isRight: (text, word) => text === `He\nllo ${word}.`,
  },
  {
    what: "splits the line behind the word",
    act: ({ page }) => press(page, "End", "ArrowLeft", "Enter"),
    isRight: (text, word) => text === `Hello ${word}\n.`,
  },
  {
    what: "deletes the line",
    act: ({ page }) => press(page, "Shift+End", "Delete", "Backspace"),
    isRight: (text, _word, composed) => text === composed,
  },
];

for (const [number, { what, act, isRight }] of changes.entries()) {
  test(`RT-11 Ada composes a word while Ben ${what}, and it is neither cancelled nor doubled`, async ({
    meet,
    content,
  }) => {
    const used = methods.filter((_, index) => isProof || index === 0 || index === 1 + (number % 4));
    const lines = ["Top.", ...used.map(() => line), "Away"];
    const { id, ada, ben } = await meet(lines.join("\n\n"));
    let below = ["Away"];
    // From the last line on, so that those before stay where they are.
    for (const [index, method] of [...used.entries()].reverse()) {
      const { word, composed } = await composeWhile(ada, index + 1, method, async () => {
        await goTo(ben, index + 1);
        await act(ben);
        // What others do elsewhere arrives, and so has what they did before.
        await ben.goTo("end");
        await ben.page.keyboard.type("!");
        await ada.reads(new RegExp(`\n${below.at(-1)}!$`));
      });
      below = [...below.slice(0, -1), `${below.at(-1)}!`];
      const above = lines.slice(0, index + 1);
      const between = async () => {
        const shown = (await shownText(ada.editor)).split("\n");
        return shown.slice(above.length, shown.length - below.length).join("\n");
      };
      await expect(async () =>
        expect(isRight(await between(), word, composed), await between()).toBe(true),
      ).toPass();
      below = [...(await between()).split("\n"), ...below];
      for (const tab of [ada, ben]) await tab.reads([...above, ...below].join("\n"));
      await agree([ada, ben]);
    }
    await Promise.all([ada.saved(), ben.saved()]);
    expect(await content(id)).toBe(["Top.", ...below].join("\n"));
  });
}

/** Composes a word, and lets something happen in the middle of its first composition. Returns the word that it is part of, and it. */
async function composeWhile(
  tab: Tab,
  index: number,
  { compositions, over = "", keyboard }: Method,
  happen: () => Promise<void>,
): Promise<{ readonly word: string; readonly composed: string }> {
  const input = await inputMethodOf(tab.page, keyboard);
  await goTo(tab, index);
  await press(tab.page, "End", "ArrowLeft");
  for (const [at, steps] of compositions.entries()) {
    const half = Math.floor(steps.length / 2);
    for (const [step, word] of steps.entries()) {
      if (at === 0 && step === half) await withoutTouch(input, happen);
      await input.compose(word, step === 0 && over !== "" ? stretchOf(index, over) : undefined);
    }
    await input.commit(steps.at(-1) ?? "");
  }
  expect(await input.heard()).toEqual(
    compositions.flatMap((steps) => [
      { type: "compositionstart", data: over },
      { type: "compositionend", data: steps.at(-1) },
    ]),
  );
  const last = compositions.map((steps) => steps.at(-1)).join("");
  // The browser says what is there now; the letters that were there before are nobody's news.
  return over === ""
    ? { word: `wor${last}`, composed: last }
    : { word: last, composed: last.slice(over.length) };
}

async function withoutTouch(input: InputMethod, happen: () => Promise<void>): Promise<void> {
  await input.mark();
  await happen();
  expect(await input.isUntouched(), "the piece of the page that is composed in").toBe(true);
}

/** Where letters before the caret stand in the page's text, as input methods count. */
function stretchOf(index: number, letters: string): { readonly from: number; readonly to: number } {
  const to = "Top.".length + 2 * index + (index - 1) * line.length + line.length - 1;
  return { from: to - letters.length, to };
}

async function goTo(tab: Tab, index: number): Promise<void> {
  await tab.goTo("start");
  for (let block = 0; block < index; block++) await press(tab.page, "ArrowDown");
  await press(tab.page, "Home");
}

async function right(page: Tab["page"], times: number): Promise<void> {
  for (let time = 0; time < times; time++) await press(page, "ArrowRight");
}
