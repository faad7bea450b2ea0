import type { Node } from "prosemirror-model";
import type { EditorState, SelectionRange } from "prosemirror-state";
import { countWords, createBlockSum, createWordCount, textOf } from "../word-count.ts";

/** How long a text is. A character is what people call one, however many signs it is made of; ends of lines are none. */
export interface TextCounts {
  readonly words: number;
  readonly characters: number;
}

/** How long a document is, and what is selected in it; null where nothing is. */
export interface Counts {
  readonly document: TextCounts;
  readonly selection: TextCounts | null;
}

/** What makes one character of several, or may. */
const joining =
  /\u200d|[\p{M}\p{Regional_Indicator}\p{Emoji_Modifier}\u1100-\u11ff\ua960-\ua97f\ud7b0-\ud7ff]/u;

/** Counts what a state holds. The same object until a number changed; a keystroke counts one block anew. */
export function createCounts(): (state: EditorState) => Counts {
  const countCharacters = createCharacterCount();
  const words = createWordCount();
  const characters = createBlockSum((block) => countCharacters(textOf(block)));
  const wholes = new WeakMap<Node, TextCounts>();
  const countOf = (text: string) => ({ words: countWords(text), characters: countCharacters(text) });
  const whole = (block: Node) => {
    const counts = wholes.get(block) ?? countOf(textOf(block));
    wholes.set(block, counts);
    return counts;
  };
  let last: Counts = { document: { words: 0, characters: 0 }, selection: null };
  return ({ doc, selection }) => {
    const document = { words: words(doc), characters: characters(doc) };
    const parts = selection.empty ? [] : selection.ranges.flatMap((range) => partsOf(doc, range));
    const counts = parts.map(({ block, from, to, isWhole }) =>
      isWhole ? whole(block) : countOf(textOf(block, from, to)),
    );
    const now = {
      document,
      selection: selection.empty ? null : counts.reduce(plus, { words: 0, characters: 0 }),
    };
    if (!isSame(last.document, now.document) || !isSame(last.selection, now.selection)) last = now;
    return last;
  };
}

/** Counts the characters of a text, as people do. */
export function createCharacterCount(): (text: string) => number {
  let segmenter: Intl.Segmenter | undefined;
  return (text) => {
    const letters = text.replaceAll("\n", "");
    if (!joining.test(letters)) return Array.from(letters).length;
    segmenter ??= new Intl.Segmenter();
    return Array.from(segmenter.segment(letters)).length;
  };
}

interface Part {
  readonly block: Node;
  readonly from: number;
  readonly to: number;
  readonly isWhole: boolean;
}

/** The pieces of blocks between two positions. */
function partsOf(doc: Node, { $from, $to }: SelectionRange): readonly Part[] {
  const parts: Part[] = [];
  doc.nodesBetween($from.pos, $to.pos, (block, start) => {
    const { size } = block.content;
    const from = Math.max(0, $from.pos - start - 1);
    const to = Math.min(size, $to.pos - start - 1);
    if (from < to) parts.push({ block, from, to, isWhole: from === 0 && to === size });
    return false;
  });
  return parts;
}

function plus(a: TextCounts, b: TextCounts): TextCounts {
  return { words: a.words + b.words, characters: a.characters + b.characters };
}

function isSame(a: TextCounts | null, b: TextCounts | null): boolean {
  return a?.words === b?.words && a?.characters === b?.characters;
}
