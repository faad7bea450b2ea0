import type { Node } from "prosemirror-model";

// A word is a run of letters and digits; scripts that write no spaces are counted by the character.
const spaceless = "\\p{Script=Han}\\p{Script=Hiragana}\\p{Script=Katakana}";
const letters = `[[\\p{L}\\p{M}\\p{N}]--[${spaceless}]]+`;
const word = new RegExp(`[${spaceless}]|${letters}(?:['’.\\-]${letters})*`, "gv");

/** Counts a document's words, and remembers them by block: a keystroke counts one block anew. */
export function createWordCount(): (doc: Node) => number {
  const counts = new WeakMap<Node, number>();
  return (doc) => {
    let total = 0;
    doc.forEach((block) => {
      const known = counts.get(block) ?? countWords(block.textContent);
      counts.set(block, known);
      total += known;
    });
    return total;
  };
}

/** The words of a text. */
export function countWords(text: string): number {
  return text.match(word)?.length ?? 0;
}
