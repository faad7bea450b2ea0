import type { Node } from "prosemirror-model";
import type { Kept } from "./kept-ranges.ts";
import { signsOf } from "./signs.ts";

/**
 * The ranges, and what else is the same at the ends of what lies between them: a block whose content was set anew keeps
 * the words that it had. Where only something was put in, it was put there, whatever letters it repeats.
 */
export function sameInside(kept: readonly Kept[], old: Node, node: Node): readonly Kept[] {
  const all: Kept[] = [];
  let [before, after] = [0, 0];
  const gap = (oldEnd: number, newEnd: number) => {
    const oldSigns = signsOf(old, before, oldEnd);
    const newSigns = signsOf(node, after, newEnd);
    const { head, tail } = sameSigns(oldSigns, newSigns);
    if (head > 0) all.push({ before, after, length: head });
    if (tail > 0) all.push({ before: oldEnd - tail, after: newEnd - tail, length: tail });
  };
  for (const range of kept) {
    gap(range.before, range.after);
    all.push(range);
    [before, after] = [range.before + range.length, range.after + range.length];
  }
  gap(old.content.size, node.content.size);
  return all;
}

function sameSigns(
  old: readonly unknown[],
  now: readonly unknown[],
): { readonly head: number; readonly tail: number } {
  const shorter = Math.min(old.length, now.length);
  let head = 0;
  while (head < shorter && old[head] === now[head]) head++;
  if (isInsidePair(old, head) || isInsidePair(now, head)) head--;
  let tail = 0;
  while (tail < shorter - head && old.at(-1 - tail) === now.at(-1 - tail)) tail++;
  if (isInsidePair(old, old.length - tail) || isInsidePair(now, now.length - tail)) tail--;
  return { head, tail };
}

/** Whether a place is between the two halves of one character. */
function isInsidePair(signs: readonly unknown[], index: number): boolean {
  const [before, after] = [signs[index - 1], signs[index]];
  return (
    typeof before === "string" &&
    typeof after === "string" &&
    /^[\ud800-\udbff]$/.test(before) &&
    /^[\udc00-\udfff]$/.test(after)
  );
}
