import type { Node } from "prosemirror-model";
import { identityOf } from "./identity.ts";

/** Which old child goes on as which new one: indexes, both rising. */
export type Match = readonly [before: number, after: number];

/**
 * Which of the children before goes on as which of those after: the one with the same name; else the one with
 * the same content; else the next of its type. Order stays: of two that changed places, one is a new one.
 */
export function matchChildren(
  before: readonly Node[],
  after: readonly Node[],
  idAttributes: readonly string[],
): readonly Match[] {
  const nameOf = (node: Node) => identityOf(node, idAttributes);
  const contentOf = (node: Node) => (nameOf(node) === undefined ? contentName(node) : undefined);
  const named = risingOnly(pairs(before, after, nameOf));
  return between(named, before.length, after.length, (from, to) => {
    const same = risingOnly(
      pairs(slice(before, from[0], to[0]), slice(after, from[1], to[1]), contentOf),
    ).map(shift(from));
    return between(
      same,
      before.length,
      after.length,
      (start, end) => nextOfType(before, after, { start, end, nameOf }),
      from,
      to,
    );
  });
}

type Ends = readonly [before: number, after: number];

/** The anchors, and what `find` finds between them. */
function between(
  anchors: readonly Match[],
  beforeEnd: number,
  afterEnd: number,
  find: (from: Ends, to: Ends) => readonly Match[],
  from: Ends = [0, 0],
  to: Ends = [beforeEnd, afterEnd],
): readonly Match[] {
  const matches: Match[] = [];
  let start = from;
  for (const anchor of anchors) {
    matches.push(...find(start, anchor), anchor);
    start = [anchor[0] + 1, anchor[1] + 1];
  }
  return [...matches, ...find(start, to)];
}

function slice(nodes: readonly Node[], from: number, to: number): readonly Node[] {
  return nodes.slice(from, to);
}

function shift([before, after]: Ends): (match: Match) => Match {
  return ([a, b]) => [a + before, b + after];
}

type NameOf = (node: Node) => string | undefined;

/** Those of one type whose names do not speak against it, in order. */
function nextOfType(
  before: readonly Node[],
  after: readonly Node[],
  { start, end, nameOf }: { readonly start: Ends; readonly end: Ends; readonly nameOf: NameOf },
): readonly Match[] {
  const matches: Match[] = [];
  let next = start[1];
  for (let index = start[0]; index < end[0]; index++) {
    for (let other = next; other < end[1]; other++) {
      const [a, b] = [before[index], after[other]];
      if (!a || !b || !mayBeOne(a, b, nameOf)) continue;
      matches.push([index, other]);
      next = other + 1;
      break;
    }
  }
  return matches;
}

function mayBeOne(a: Node, b: Node, nameOf: NameOf): boolean {
  const [one, other] = [nameOf(a), nameOf(b)];
  return a.type === b.type && (one === undefined || other === undefined || one === other);
}

function contentName({ type, content, textContent }: Node): string | undefined {
  return content.size > 0 ? `${type.name}/${textContent}` : undefined;
}

/** The children with the same name on both sides, each once. */
function pairs(before: readonly Node[], after: readonly Node[], nameOf: NameOf): readonly Match[] {
  const places = new Map<string, number[]>();
  after.forEach((node, index) => {
    const name = nameOf(node);
    if (name === undefined) return;
    const found = places.get(name);
    if (found) found.push(index);
    else places.set(name, [index]);
  });
  return before.flatMap((node, index): Match[] => {
    const place = places.get(nameOf(node) ?? "")?.shift();
    return place === undefined ? [] : [[index, place]];
  });
}

/** The most of the pairs that rise on both sides: a longest increasing subsequence. */
function risingOnly(matches: readonly Match[]): readonly Match[] {
  const ends: number[] = [];
  const previous: number[] = [];
  matches.forEach(([, after], index) => {
    let low = 0;
    let high = ends.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if ((matches[ends[middle] ?? 0]?.[1] ?? 0) < after) low = middle + 1;
      else high = middle;
    }
    previous[index] = low > 0 ? (ends[low - 1] ?? -1) : -1;
    ends[low] = index;
  });
  const rising: Match[] = [];
  for (let index = ends.at(-1) ?? -1; index >= 0; index = previous[index] ?? -1) {
    const match = matches[index];
    if (match) rising.unshift(match);
  }
  return rising;
}
