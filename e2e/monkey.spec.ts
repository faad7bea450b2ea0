import { createRandom, type Random } from "../trouble/random.ts";
import { expect, type Tab, test } from "./fixtures.ts";
import { copied } from "./support/copied.ts";
import { choose, leavePalette, openPalette } from "./support/palette.ts";

const isProof = process.env.QUIRE_PROVE === "1";
const seed = Number(process.env.QUIRE_SEED ?? 1);

/** How many commands are taken back at least; more where some had no turn by then. */
const leastRounds = isProof ? 300 : 1;

const start = `# Every command

A line of text with **bold** words and a [link](https://example.org).

- one
- two

1. first

- [ ] to do

> said

> [!TIP]
> In a callout.

:::toggle
Folded

Inside.
:::

\`\`\`js
const x = 1;
\`\`\`

---

| name | size |
| --- | ---: |
| one | 2 |
| three | 1 |

The end.
`;

/** Lines that the caret goes down in it, and some that commands add. */
const stepsToTheEnd = 40;

/** On its way down a document for commands that had no turn. */
interface Search {
  steps: number;
  /** The last place offered one, so that there may be another. */
  hasFound: boolean;
}

test("RT-1 two people run every command at random, and have the same document, which the schema holds", async ({
  person,
  newDocument,
}, testInfo) => {
  const playingMs = isProof ? 600_000 : 30_000;
  console.log(`the monkey with QUIRE_SEED=${seed}`);
  testInfo.setTimeout(playingMs + 180_000);
  const { id } = await newDocument({ markdown: start });
  const people = [await person("Ada"), await person("Ben")] as const;
  for (const { open } of people) await open(id);

  const until = performance.now() + playingMs;
  const plays = people.map((someone, index) => play(someone, createRandom(seed + index), until));
  const ran = (await Promise.all(plays)).map((names) => names.length);
  console.log(`${ran.join(" + ")} commands`);

  for (const { saved } of people) await saved();
  const late = await person();
  await late.open(id);
  await expect(async () => {
    const all = [await copied(people[0]), await copied(people[1]), await copied(late)];
    expect(all[0]?.length).toBeGreaterThan(100);
    expect(all).toEqual([all[0], all[0], all[0]]);
  }).toPass();
  await expect(late.editor.locator(".quire-sealed")).toHaveCount(0);
});

test("UN-1 undo takes back each command, and redo brings it again", async ({
  person,
  newDocument,
  content,
}, testInfo) => {
  testInfo.setTimeout(isProof ? 1_800_000 : 1_200_000);
  const random = createRandom(seed);
  let { id } = await newDocument({ markdown: start });
  const a = await person();
  // The palette comes and goes in each round.
  await a.page.emulateMedia({ reducedMotion: "reduce" });
  await a.open(id);
  const stored = async (): Promise<string> => {
    await a.saved();
    return await content(id, "json");
  };
  // "Saved" is said once it holds: what comes true need not wait for it.
  const comesTo = (wanted: string, what: string) =>
    expect
      .poll(async () => difference(await content(id, "json"), wanted), { message: what, intervals: [25, 50] })
      .toBe("");
  const untried = new Set<string>();
  const tried = new Set<string>();
  let changed = 0;
  // Chance finds what is offered in most places. What is left is looked for line by line, in a document where nothing is gone.
  let search: Search | undefined;
  let searches = 0;
  for (let round = 0; round < leastRounds || (untried.size > 0 && round < 300); round++) {
    if (search === undefined) await goSomewhere(a, random);
    else if (!search.hasFound) await goFurther(a, search.steps++);
    const names = await openPalette(a.page);
    for (const name of names) if (!tried.has(name)) untried.add(name);
    const name = names.find((each) => untried.has(each)) ?? another(names, untried, random);
    if (search !== undefined) search.hasFound = name !== undefined;
    if (name === undefined) {
      await leavePalette(a.page);
      if (search !== undefined && search.steps < stepsToTheEnd) continue;
      ({ id } = await newDocument({ markdown: start }));
      await a.open(id);
      await a.goTo("start");
      // A line that was selected with the one before stands alone the next time.
      search = { steps: ++searches % 2, hasFound: false };
      continue;
    }
    // An arrow that leaves code makes a line where there is none.
    const before = await stored();
    await choose(a.page, name);
    untried.delete(name);
    tried.add(name);
    const after = await stored();
    if (after === before || name === "Undo" || name === "Redo") continue;
    changed++;
    await a.editor.press("Control+z");
    await comesTo(before, `${name} is taken back`);
    await a.editor.press("Control+Shift+z");
    await comesTo(after, `${name} is there again`);
  }
  console.log(`${tried.size} commands, ${changed} changes taken back`);
  expect([...untried]).toEqual([]);
});

/**
 * What is run where each command on offer was run before. Every day that is nothing, since it proves little more and takes a
 * second; unless "Redo" still waits for something that was undone.
 */
function another(names: readonly string[], untried: ReadonlySet<string>, random: Random): string | undefined {
  if (isProof) return random.pick(names);
  return untried.has("Redo") && names.includes("Undo") ? "Undo" : undefined;
}

/** A line further down than the step before, every other time with what lies between selected. */
async function goFurther({ editor, page }: Tab, step: number): Promise<void> {
  await editor.focus();
  await page.keyboard.press(step % 2 === 0 ? "ArrowDown" : "Shift+ArrowDown");
}

/** Where two documents go apart, as each goes on from there; nothing where they are the same. */
function difference(one: string, other: string): string {
  if (one === other) return "";
  let at = 0;
  while (one[at] === other[at]) at++;
  const from = Math.max(0, at - 80);
  return `${one.slice(from, at + 200)}\n${other.slice(from, at + 200)}`;
}

/** Types, moves, selects and runs commands until the time is over. Gives the commands that it ran. */
async function play(tab: Tab, random: Random, until: number): Promise<readonly string[]> {
  const ran: string[] = [];
  while (performance.now() < until) {
    await goSomewhere(tab, random);
    if (random.below(3) === 0) await tab.page.keyboard.type(random.pick(["word ", "two words ", "x"]));
    else if (random.below(4) === 0)
      await tab.page.keyboard.press(random.pick(["Enter", "Backspace", "Tab", "Delete"]));
    else {
      const name = random.pick(await openPalette(tab.page));
      await choose(tab.page, name);
      ran.push(name);
    }
  }
  return ran;
}

/** Puts the caret into some block, and selects some of it or of what stands around. */
async function goSomewhere({ editor, page }: Tab, random: Random): Promise<void> {
  await editor.focus();
  await page.keyboard.press(random.pick(["Control+Home", "Control+End"]));
  const way = random.pick(["ArrowDown", "ArrowUp"]);
  for (let steps = random.below(12); steps > 0; steps--) await page.keyboard.press(way);
  const selecting = random.pick([
    "",
    "",
    "Shift+End",
    "Shift+Home",
    "Shift+ArrowDown",
    "Control+Shift+ArrowLeft",
  ]);
  if (selecting !== "") await page.keyboard.press(selecting);
}
