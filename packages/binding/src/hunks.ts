import type { Node } from "prosemirror-model";
import { runEdits } from "./content-edits.ts";
import { type Edit, replacement } from "./edits.ts";
import type { Kept } from "./kept-ranges.ts";
import type { Part } from "./mirror.ts";

/** A child as it was and as it is; null where it is new, or gone. */
export interface Pair {
  readonly before: Part | null;
  readonly beforeNode: Node | null;
  readonly beforeSize: number;
  readonly after: Part | null;
  readonly afterNode: Node | null;
  /** What makes one of the other where both are the same thing. */
  readonly edits: readonly Edit[];
}

/** Adds what the schema asked for beside the others. */
export function withFilled(pairs: readonly Pair[], parts: readonly Part[]): readonly Pair[] {
  const filled = (part: Part): Pair[] =>
    part.kind === "filled" && !pairs.some(({ after }) => after === part)
      ? [{ before: null, beforeNode: null, beforeSize: 0, after: part, afterNode: part.node, edits: [] }]
      : [];
  const first = parts.findIndex((part) => part.kind !== "filled");
  const [before, after] = first < 0 ? [parts, []] : [parts.slice(0, first), parts.slice(first)];
  return [...before.flatMap(filled), ...pairs, ...after.flatMap(filled)];
}

/** The edits of runs of children that changed: each run on its own, what lies between stays. */
export function hunks(
  pairs: readonly Pair[],
  start: number,
  idAttributes: readonly string[],
): readonly Edit[] {
  const edits: Edit[] = [];
  let run: Pair[] = [];
  let runStart = start;
  let pos = start;
  for (const pair of pairs) {
    if (pair.beforeNode === pair.afterNode) {
      edits.push(...changesOf(run, runStart, idAttributes));
      run = [];
      pos += pair.beforeSize;
      runStart = pos;
    } else {
      run.push(pair);
      pos += pair.beforeSize;
    }
  }
  return [...edits, ...changesOf(run, runStart, idAttributes)];
}

function changesOf(run: readonly Pair[], start: number, idAttributes: readonly string[]): readonly Edit[] {
  if (run.length === 0) return [];
  if (run.every(({ before, after }) => before !== null && before === after))
    return run.flatMap(({ edits }) => edits);
  const before = run.flatMap(({ beforeNode }) => (beforeNode ? [beforeNode] : []));
  const after = run.flatMap(({ afterNode }) => (afterNode ? [afterNode] : []));
  const [old, now] = [before[0], after[0]];
  // Another kind of block with the same in it: what is in it stays.
  if (before.length === 1 && after.length === 1 && old && now && !old.isLeaf && old.content.eq(now.content))
    return [{ kind: "around", from: start, to: start + old.nodeSize, node: now }];
  const joined = runEdits(before, after, start, { known: knownIn(run, start), idAttributes });
  const apart = editsApart(run, start);
  return joined && sizeOf(joined) < sizeOf(apart) ? joined : apart;
}

/** The letters of a run of text blocks that stay in theirs, by places from the start of the run. */
function knownIn(run: readonly Pair[], start: number): readonly Kept[] {
  const known: Kept[] = [];
  let [pos, newPos] = [0, 0];
  for (const { before, beforeSize, after, afterNode, edits } of run) {
    if (before !== null && before === after) {
      let [from, newFrom] = [pos + 1, newPos + 1];
      const keep = (to: number) => {
        if (to > from) known.push({ before: from, after: newFrom, length: to - from });
        newFrom += to - from;
        from = to;
      };
      for (const edit of edits) {
        if (edit.kind !== "replace") continue;
        keep(edit.from - start);
        from = edit.to - start;
        newFrom += edit.slice.size;
      }
      keep(pos + beforeSize - 1);
    }
    pos += beforeSize;
    newPos += afterNode?.nodeSize ?? 0;
  }
  return known;
}

/** How much of the view edits take out and put in. */
function sizeOf(edits: readonly Edit[]): number {
  return edits.reduce(
    (sum, edit) => sum + (edit.kind === "replace" ? edit.to - edit.from + edit.slice.size : 1),
    0,
  );
}

/** The edits of each child of a run on its own. */
function editsApart(run: readonly Pair[], start: number): readonly Edit[] {
  const edits: Edit[] = [];
  let [from, pos] = [start, start];
  let nodes: Node[] = [];
  const replace = () => {
    if (nodes.length > 0 || from < pos) edits.push(replacement(from, pos, nodes));
    nodes = [];
  };
  for (const pair of run) {
    const goesOn = pair.before !== null && pair.before === pair.after;
    if (goesOn) replace();
    else if (pair.afterNode) nodes.push(pair.afterNode);
    pos += pair.beforeSize;
    if (!goesOn) continue;
    edits.push(...pair.edits);
    from = pos;
  }
  replace();
  return edits;
}
