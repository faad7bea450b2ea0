import type { Tab } from "./fixtures.ts";
import { expect, test } from "./meeting.ts";
import { press as pressKeys } from "./support/keys.ts";
import { agree, shown } from "./support/shown.ts";

interface Change {
  readonly what: string;
  readonly markdown: string;
  /** Ada's, with her caret at the start of the last block. */
  readonly act: (ada: Tab) => Promise<void>;
  /** The document afterwards as Markdown, with the words of both. */
  readonly after: string;
}

/** Ada does this to the block that Ben is typing in. Each is done by its key, and by its sign if it has one. */
const changes: readonly Change[] = [
  ...inBothWays("turns the paragraph into a heading", "Control+Alt+2", "## ", "## "),
  ...inBothWays("turns the paragraph into a quote", "Control+Shift+.", "> ", "> "),
  ...inBothWays("turns the paragraph into a bulleted item", "Control+Shift+8", "- ", "- "),
  ...inBothWays("turns the paragraph into a numbered item", "Control+Shift+7", "1. ", "1. "),
  ...inBothWays("turns the paragraph into a task", "Control+Shift+9", "[] ", "- [ ] "),
  {
    what: "turns a heading into text",
    markdown: "## The line.",
    act: press("Control+Alt+0"),
    after: "Ada The Ben line.",
  },
  {
    what: "turns a bulleted item into a numbered one",
    markdown: "- The line.",
    act: press("Control+Shift+7"),
    after: "1. Ada The Ben line.",
  },
  {
    what: "indents the item",
    markdown: "- Above.\n- The line.",
    act: press("Tab"),
    after: "- Above.\n  - Ada The Ben line.",
  },
  {
    what: "outdents the item",
    markdown: "- Above.\n  - The line.",
    act: press("Shift+Tab"),
    after: "- Above.\n- Ada The Ben line.",
  },
  {
    what: "ticks the task",
    markdown: "- [ ] The line.",
    act: press("Control+Enter"),
    after: "- [x] Ada The Ben line.",
  },
  {
    what: "takes the tick from the task",
    markdown: "- [x] The line.",
    act: press("Control+Enter"),
    after: "- [ ] Ada The Ben line.",
  },
  {
    what: "puts a callout around the paragraph",
    markdown: "The line.",
    act: choose("/callout"),
    after: "> [!NOTE]\n> Ada The Ben line.",
  },
  {
    what: "puts a toggle around the paragraph",
    markdown: "The line.",
    act: choose("/toggle"),
    after: ":::toggle\nAda The Ben line.\n:::",
  },
  {
    what: "takes the callout away from around the paragraph",
    markdown: "> [!TIP]\n> The line.",
    act: press("Backspace"),
    after: "Ada The Ben line.",
  },
];

for (const { what, markdown, act, after } of changes) {
  test(`RT-3 Ada ${what} while Ben types in it, neither having seen the other, and both keep their words`, async ({
    meet,
    content,
  }) => {
    const { id, ada, ben, lines } = await meet(markdown);
    for (const line of lines) line.hold();
    await goToStart(ada);
    await act(ada);
    await ada.page.keyboard.type("Ada ");
    await ada.reads(/Ada The line\.$/);
    await goToStart(ben);
    for (const _ of "The ") await pressKeys(ben.page, "ArrowRight");
    await ben.page.keyboard.type("Ben ");
    await ben.reads(/The Ben line\.$/);
    for (const line of lines) line.release();

    for (const tab of [ada, ben]) await tab.reads(/Ada The Ben line\.$/);
    await agree([ada, ben]);
    await Promise.all([ada.saved(), ben.saved()]);
    expect(await content(id, "markdown")).toBe(`${after}\n`);
    // Both go on where they were.
    await ben.page.keyboard.type("too ");
    await ada.reads(/Ada The Ben too line\.$/);
    await ada.page.keyboard.type("again ");
    await ben.reads(/Ada again The Ben too line\.$/);
  });
}

/** Ada splits after "The ". */
const splits = [
  { where: "before the place of the split", word: "Ben ", steps: 0 },
  { where: "after the place of the split", word: " Ben", steps: "The line.".length },
];

for (const { where, word, steps } of splits) {
  for (const [kind, sign, drawn] of [
    ["a paragraph", "", "p"],
    ["an item", "- ", "ul li p"],
    ["a quote", "> ", "blockquote p"],
  ] as const) {
    test(`RT-3 Ada splits ${kind} while Ben types ${where}, neither having seen the other, and both keep their words`, async ({
      meet,
      content,
    }) => {
      const { id, ada, ben, lines } = await meet(`${sign}The line.`);
      for (const line of lines) line.hold();
      await goToStart(ada);
      for (const _ of "The ") await pressKeys(ada.page, "ArrowRight");
      await pressKeys(ada.page, "Enter");
      await ada.page.keyboard.type("Ada ");
      await ada.reads(/Ada line\.$/);
      await goToStart(ben);
      for (let step = 0; step < steps; step++) await pressKeys(ben.page, "ArrowRight");
      await ben.page.keyboard.type(word);
      await ben.reads(/Ben/);
      for (const line of lines) line.release();

      await ada.reads(/Ben/);
      await ben.reads(/Ada/);
      await Promise.all([ada.saved(), ben.saved()]);
      await agree([ada, ben]);
      const blocks = await shown(ada);
      expect(blocks.map(({ elements }) => elements)).toEqual([drawn, drawn]);
      const words = blocks.flatMap(({ text }) => text.match(/\S+/g) ?? []);
      expect(words.toSorted()).toEqual(["Ada", "Ben", "The", "line."]);
      expect(await content(id)).toBe(blocks.map(({ text }) => text).join("\n"));
    });
  }
}

function press(key: string) {
  return async ({ page }: Tab): Promise<void> => pressKeys(page, key);
}

/** Takes a command from the slash menu. */
function choose(command: string) {
  return async ({ page }: Tab): Promise<void> => {
    await page.keyboard.type(command);
    await pressKeys(page, "Enter");
  };
}

function inBothWays(what: string, key: string, sign: string, drawn: string): readonly Change[] {
  const after = `${drawn}Ada The Ben line.`;
  const markdown = "The line.";
  return [
    { what, markdown, act: press(key), after },
    {
      what: `${what} by typing "${sign.trim()}"`,
      markdown,
      act: ({ page }) => page.keyboard.type(sign),
      after,
    },
  ];
}

/** To the start of the last block. */
async function goToStart({ goTo, page }: Tab): Promise<void> {
  await goTo("end");
  await pressKeys(page, "Home");
}
