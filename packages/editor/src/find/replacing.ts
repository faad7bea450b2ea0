import { Fragment, type Mark, type Node } from "prosemirror-model";
import type { EditorState, Transaction } from "prosemirror-state";
import type { Hit } from "./hits.ts";
import { ReplaceTextsStep, type TextChange } from "./replace-texts-step.ts";

/**
 * Replaces hits, which are letters alone. Only letters that differ are touched, so marks, carets and what others are writing beside them stay; what
 * comes in has the marks of what it stands for. One step of undo.
 */
export function replaceHits(
  { tr, doc }: EditorState,
  hits: readonly Hit[],
  replacementOf: (hit: Hit) => string,
): Transaction {
  const changes = hits.flatMap((hit) => smallestChange(doc, hit, replacementOf(hit)) ?? []);
  if (changes.length > 0) tr.step(new ReplaceTextsStep(changes));
  return tr.setMeta("uiEvent", "replace");
}

function smallestChange(doc: Node, { from, to, match }: Hit, replacement: string): TextChange | null {
  if (replacement === match.text) return null;
  const start = sharedStart(match.text, replacement);
  const end = sharedEnd(match.text.slice(start), replacement.slice(start));
  const text = replacement.slice(start, replacement.length - end);
  const place = { from: from + start, to: to - end };
  if (text === "") return { ...place, content: Fragment.empty };
  const marks = marksAt(doc, place.from, start > 0 && place.from === place.to);
  return { ...place, content: Fragment.from(doc.type.schema.text(text, marks)) };
}

/** Of the letter that goes first; of the one before where none goes. */
function marksAt(doc: Node, pos: number, isBehind: boolean): readonly Mark[] {
  const $pos = doc.resolve(pos);
  return (isBehind ? $pos.nodeBefore : $pos.nodeAfter)?.marks ?? [];
}

/** How many letters both begin with; no character is cut in two. */
function sharedStart(before: string, after: string): number {
  let length = 0;
  while (length < Math.min(before.length, after.length) && before[length] === after[length]) length++;
  while (length > 0 && (goesOn(before, length) || goesOn(after, length))) length--;
  return length;
}

function sharedEnd(before: string, after: string): number {
  const most = Math.min(before.length, after.length);
  let length = 0;
  while (length < most && before.at(-1 - length) === after.at(-1 - length)) length++;
  while (length > 0 && (goesOn(before, before.length - length) || goesOn(after, after.length - length)))
    length--;
  return length;
}

/** Whether what stands here belongs to the character before it, as far as that can be told without the language. */
function goesOn(text: string, at: number): boolean {
  const before = text.codePointAt(at - 1) ?? 0;
  // One that does not fit into 16 bits has a second half.
  return (
    before > 0xffff || text[at - 1] === joiner || /^(?:\u200d|\p{M}|\p{Emoji_Modifier})/u.test(text.slice(at))
  );
}

const joiner = "\u200d";
