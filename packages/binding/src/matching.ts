import type { Node } from "prosemirror-model";

/** Which old child goes on as which new one: indexes, both rising. */
export type Match = readonly [before: number, after: number];

/**
 * Which of the children before goes on as which of those after: the one with the same id, or the same key; else the one with
 * the same content; else the next of its type. Order stays: of two that changed places, one is a new one.
 */
export function matchChildren(before: readonly Node[], after: readonly Node[]): readonly Match[] {
  const named = risingOnly(pairs(before, after, identityOf));
  return between(named, before.length, after.length, (from, to) => {
    const same = risingOnly(
      pairs(slice(before, from[0], to[0]), slice(after, from[1], to[1]), contentOf),
    ).map(shift(from));
    return between(
      same,
      before.length,
      after.length,
      (start, end) => nextOfType(before, after, start, end),
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

/** Those of one type whose ids do not speak against it, in order. */
function nextOfType(before: readonly Node[], after: readonly Node[], from: Ends, to: Ends): readonly Match[] {
  const matches: Match[] = [];
  let next = from[1];
  for (let index = from[0]; index < to[0]; index++) {
    for (let other = next; other < to[1]; other++) {
      const [a, b] = [before[index], after[other]];
      if (!a || !b || !mayBeOne(a, b)) continue;
      matches.push([index, other]);
      next = other + 1;
      break;
    }
  }
  return matches;
}

function mayBeOne(a: Node, b: Node): boolean {
  const [one, other] = [identityOf(a), identityOf(b)];
  return a.type === b.type && (one === undefined || other === undefined || one === other);
}

/** What says that two nodes are one, whatever else has changed. */
function identityOf({ type, attrs }: Node): string | undefined {
  const { id, key } = attrs as { readonly id?: unknown; readonly key?: unknown };
  if (typeof id === "string" && id !== "") return `${type.name}/id/${id}`;
  return typeof key === "string" && key !== "" ? `${type.name}/key/${key}` : undefined;
}

function contentOf(node: Node): string | undefined {
  return identityOf(node) === undefined && node.content.size > 0
    ? `${node.type.name}/${node.textContent}`
    : undefined;
}

/** The children with the same name on both sides, each once. */
function pairs(
  before: readonly Node[],
  after: readonly Node[],
  nameOf: (node: Node) => string | undefined,
): readonly Match[] {
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
