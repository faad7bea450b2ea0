import type { Random } from "../../trouble/random.ts";
import type { Tab } from "./person.ts";

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
export async function editAtRandom({ editor, page }: Tab, random: Random, until: number): Promise<number> {
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
