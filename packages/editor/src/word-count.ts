import type { Node } from "prosemirror-model";
import { changedBlocks } from "./changed-blocks.ts";

// A word is a run of letters and digits; scripts that write no spaces are counted by the character.
const spaceless = "\\p{Script=Han}\\p{Script=Hiragana}\\p{Script=Katakana}";
const letters = `[[\\p{L}\\p{M}\\p{N}]--[${spaceless}]]+`;
const word = new RegExp(`[${spaceless}]|${letters}(?:['’.\\-]${letters})*`, "gv");

/** Counts a document's words. What was counted before is remembered: a keystroke counts one block anew. */
export function createWordCount(): (doc: Node) => number {
  const counts = new WeakMap<Node, number>();
  let last: Node | null = null;
  let total = 0;
  const wordsIn = (block: Node) => {
    const words = counts.get(block) ?? countWords(block.textContent);
    counts.set(block, words);
    return words;
  };
  const sum = ({ children }: Node, from: number, to: number) =>
    children.slice(from, to).reduce((words, block) => words + wordsIn(block), 0);
  return (doc) => {
    if (doc === last) return total;
    const { from, to, oldTo } = last ? changedBlocks(last, doc) : { from: 0, to: doc.childCount, oldTo: 0 };
    total += sum(doc, from, to) - (last ? sum(last, from, oldTo) : 0);
    last = doc;
    return total;
  };
}

/** The words of a text. */
export function countWords(text: string): number {
  return text.match(word)?.length ?? 0;
}
