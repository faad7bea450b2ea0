import type { Node } from "prosemirror-model";
import type { Part } from "./mirror.ts";

/** The part that an insertion at an offset goes into: a text that is there, or ends or starts there; else the next part. */
export function indexAt(parts: readonly Part[], offset: number): number {
  let start = 0;
  let next = parts.length;
  for (const [index, part] of parts.entries()) {
    const end = start + part.size;
    if (part.kind === "text" && start <= offset && offset <= end) return index;
    if (start >= offset && next === parts.length) next = index;
    start = end;
  }
  return next;
}

/** Where a part starts in what they show. */
export function offsetOf(parts: readonly Part[], index: number): number {
  return parts.slice(0, index).reduce((sum, { size }) => sum + size, 0);
}

/** Where the text node or thing ends that an offset is in. */
export function nodeEnd(node: Node, offset: number): number {
  const { index, offset: start } = node.childAfter(offset);
  return start + (node.maybeChild(index)?.nodeSize ?? 1);
}

/** Texts that belong together, and things on their own. */
export function runsOf(
  nodes: readonly Node[],
  isText: (node: Node) => boolean,
): readonly (readonly Node[])[] {
  const runs: Node[][] = [];
  for (const node of nodes) {
    const last = runs.at(-1);
    if (isText(node) && last?.every(isText)) last.push(node);
    else runs.push([node]);
  }
  return runs;
}
