/** For each letter of one text, where it stands in the other; -1 where it does not. */
export type Alignment = Int32Array;

/** Where two texts differ in more letters than this, what lies between their equal ends counts as different. */
const mostDifferences = 400;

/** Aligns the letters of a text with those of another, as few as can be without a counterpart. */
export function align(from: string, to: string): Alignment {
  const alignment = new Int32Array(from.length).fill(-1);
  const shorter = Math.min(from.length, to.length);
  let head = 0;
  while (head < shorter && from[head] === to[head]) {
    alignment[head] = head;
    head++;
  }
  let tail = 0;
  while (tail < shorter - head && from.at(-1 - tail) === to.at(-1 - tail)) {
    tail++;
    alignment[from.length - tail] = to.length - tail;
  }
  const inner = from.slice(head, from.length - tail);
  for (const [at, there] of alignInner(inner, to.slice(head, to.length - tail)))
    alignment[head + at] = head + there;
  return alignment;
}

/** Pairs of equal letters. A text that stands whole in the other is found there, not gathered from here and there. */
function alignInner(from: string, to: string): readonly (readonly [number, number])[] {
  if (from === "" || to === "") return [];
  const inTo = to.indexOf(from);
  if (inTo !== -1) return pairs(0, inTo, from.length);
  const inFrom = from.indexOf(to);
  if (inFrom !== -1) return pairs(inFrom, 0, to.length);
  return walkBack(from, to, differences(from, to));
}

function pairs(from: number, to: number, length: number): readonly (readonly [number, number])[] {
  return Array.from({ length }, (_, at) => [from + at, to + at] as const);
}

/** Myers' greedy search: how far each diagonal reaches with so many differences. Empty where there are too many. */
function differences(from: string, to: string): readonly Map<number, number>[] {
  const rounds: Map<number, number>[] = [];
  let reach = new Map<number, number>([[1, 0]]);
  for (let cost = 0; cost <= mostDifferences; cost++) {
    rounds.push(reach);
    const next = new Map<number, number>();
    for (let diagonal = -cost; diagonal <= cost; diagonal += 2) {
      let x = startOn(reach, diagonal, cost);
      while (x < from.length && x - diagonal < to.length && from[x] === to[x - diagonal]) x++;
      next.set(diagonal, x);
      if (x >= from.length && x - diagonal >= to.length) return [...rounds, next];
    }
    reach = next;
  }
  return [];
}

function startOn(reach: ReadonlyMap<number, number>, diagonal: number, cost: number): number {
  const below = reach.get(diagonal + 1) ?? -1;
  const left = reach.get(diagonal - 1) ?? -1;
  return diagonal === -cost || (diagonal !== cost && left < below) ? below : left + 1;
}

/** The equal letters on the way that the search took, from its end. */
function walkBack(
  from: string,
  to: string,
  rounds: readonly Map<number, number>[],
): readonly (readonly [number, number])[] {
  const found: [number, number][] = [];
  let x = from.length;
  let y = to.length;
  for (let cost = rounds.length - 2; cost >= 0; cost--) {
    const reach = rounds[cost] ?? new Map<number, number>();
    const start = startOn(reach, x - y, cost);
    for (const startY = start - (x - y); x > start && y > startY; x--, y--) found.push([x - 1, y - 1]);
    const isDown = start === (reach.get(x - y + 1) ?? -1) && (x - y === -cost || x - y !== cost);
    if (isDown) y--;
    else x--;
  }
  return found;
}
