import { expect, type Tab, test } from "./fixtures.ts";
import { createRandom, type Random } from "./support/random.ts";
import { agree, shownText } from "./support/shown.ts";

const isProof = process.env.QUIRE_PROVE === "1";

test("RT-1 after random edits by five people at once, everybody has the same document", async ({
  person,
  newDocument,
  content,
}, testInfo) => {
  const editingMs = isProof ? 60_000 : 12_000;
  const seed = Number(process.env.QUIRE_SEED ?? 1);
  console.log(`random edits with QUIRE_SEED=${seed}`);
  testInfo.setTimeout(editingMs + 60_000);
  const { id } = await newDocument({ markdown: "# Five people\n\n- one\n- two\n\nA line to write on.\n" });
  const people = await Promise.all(["Ada", "Ben", "Cleo", "Dora", "Emil"].map((name) => person(name)));
  await Promise.all(people.map(({ open }) => open(id)));

  const until = performance.now() + editingMs;
  const edits = await Promise.all(
    people.map((someone, index) => editAtRandom(someone, createRandom(seed + index), until)),
  );
  console.log(`${edits.join(" + ")} edits`);

  await Promise.all(people.map(({ saved }) => saved()));
  // Who comes now has what the server has.
  const late = await person();
  await late.open(id);
  await agree([...people, late]);
  expect(await shownText(late.editor)).toBe(await content(id));
});

const keys = [
  "Enter Enter Shift+Enter Backspace Backspace Delete Tab Shift+Tab",
  "Home End Control+Home Control+End ArrowUp ArrowDown ArrowLeft ArrowRight",
  "Shift+ArrowUp Shift+ArrowDown Shift+End Control+Shift+ArrowLeft",
  "Control+b Control+i Control+Alt+0 Control+Alt+2 Control+Shift+7 Control+Shift+8",
  "Control+Shift+9 Control+Enter Control+Shift+. Control+z Control+Shift+z",
].flatMap((line) => line.split(" "));
const letters = "abcdefghijklmnoprstuvwz".split("");
const starts = ["# ", "- ", "1. ", "[] ", "> ", "**", "`x` ", "--- "];

/** Types and presses keys until the time is over. Gives how many times. */
async function editAtRandom({ editor, page }: Tab, random: Random, until: number): Promise<number> {
  let edits = 0;
  while (performance.now() < until) {
    // A key may lead up into the title, and from there out of the document.
    await editor.focus();
    const dice = random.below(20);
    if (dice < 10) await page.keyboard.type(word(random));
    else if (dice < 12) await page.keyboard.type(random.pick(starts));
    else await page.keyboard.press(random.pick(keys));
    edits++;
  }
  return edits;
}

function word(random: Random): string {
  return `${Array.from({ length: 1 + random.below(6) }, () => random.pick(letters)).join("")} `;
}
