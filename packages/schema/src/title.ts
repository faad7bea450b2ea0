import type * as Y from "yjs";
import { maxTitleLength } from "./limits.ts";
import { stretchesOf, titleName } from "./y-document.ts";

/** A shared document's title: one line of at most 200 characters, whatever is stored. */
export function readTitle(ydoc: Y.Doc): string {
  return cleanTitle(lineOf(ydoc.getText(titleName)));
}

/** Makes this the title, changing only the stretch that differs, so that two people's edits of it both stay. */
export function writeTitle(ydoc: Y.Doc, title: string, origin: unknown = null): void {
  const text = ydoc.getText(titleName);
  const before = lineOf(text);
  const after = cleanTitle(title);
  if (before === after) return;
  // An embed, which no client of ours writes, would shift every index.
  const isPlain = text.length === before.length;
  const { start, endBefore, endAfter } = isPlain
    ? difference(before, after)
    : { start: 0, endBefore: text.length, endAfter: after.length };
  ydoc.transact(() => {
    text.delete(start, endBefore - start);
    text.insert(start, after.slice(start, endAfter));
  }, origin);
}

/** The text on one line, at most 200 characters long, with no character cut in two. */
function cleanTitle(text: string): string {
  const start = cut(text, 2 * maxTitleLength);
  return cut(start.replace(/[\r\n\t\v\f\u0085\u2028\u2029]+/g, " "), maxTitleLength);
}

/** What stands before this index, without half of a character. */
function cut(text: string, index: number): string {
  return text.slice(0, (text.codePointAt(index - 1) ?? 0) > 0xffff ? index - 1 : index);
}

function lineOf(text: Y.Text): string {
  return stretchesOf(text)
    .map(({ insert }) => (typeof insert === "string" ? insert : ""))
    .join("");
}

/** The one stretch in which two texts differ, widened where it would cut a surrogate pair. */
function difference(before: string, after: string): { start: number; endBefore: number; endAfter: number } {
  const shorter = Math.min(before.length, after.length);
  let start = 0;
  while (start < shorter && before[start] === after[start]) start++;
  if (isPairAt(before, start) || isPairAt(after, start)) start--;
  let end = 0;
  while (end < shorter - start && before[before.length - 1 - end] === after[after.length - 1 - end]) end++;
  if (isPairAt(before, before.length - end) || isPairAt(after, after.length - end)) end--;
  return { start, endBefore: before.length - end, endAfter: after.length - end };
}

/** Whether a surrogate pair stands across this index. */
function isPairAt(text: string, index: number): boolean {
  return index > 0 && index < text.length && (text.codePointAt(index - 1) ?? 0) > 0xffff;
}
