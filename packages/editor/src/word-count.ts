import type { Node } from "prosemirror-model";
import { changedBlocks } from "./changed-blocks.ts";

// A word is a run of letters and digits; scripts that write no spaces are counted by the character.
const spaceless = "\\p{Script=Han}\\p{Script=Hiragana}\\p{Script=Katakana}";
const letters = `[[\\p{L}\\p{M}\\p{N}]--[${spaceless}]]+`;
const word = new RegExp(`[${spaceless}]|${letters}(?:['’.\\-]${letters})*`, "gv");

/** Counts a document's words. */
export function createWordCount(): (doc: Node) => number {
  return createBlockSum((block) => countWords(textOf(block)));
}

/** Sums up a number that each block has. What was counted is remembered: a keystroke counts one block anew. */
export function createBlockSum(numberOf: (block: Node) => number): (doc: Node) => number {
  const numbers = new WeakMap<Node, number>();
  let last: Node | null = null;
  let total = 0;
  const of = (block: Node) => {
    const number = numbers.get(block) ?? numberOf(block);
    numbers.set(block, number);
    return number;
  };
  const sum = ({ children }: Node, from: number, to: number) =>
    children.slice(from, to).reduce((all, block) => all + of(block), 0);
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

/** A block's text. No word goes from one block inside it to the next. */
export function textOf(block: Node, from = 0, to: number = block.content.size): string {
  return block.isLeaf ? block.textContent : block.textBetween(from, to, "\n");
}
