import * as Y from "yjs";
import { addRange, type IdRange, partOf, type Renamed, type Renaming, rangeOf } from "./id-ranges.ts";
import { itemsOf, parentOf, type SharedType } from "./items.ts";

/** More runs than this are compared whole only. */
const fewPairs = 400;

interface Run {
  readonly type: SharedType;
  text: string;
  readonly ranges: IdRange[];
}

/**
 * The text that a transaction took out of one block and wrote into another, as a split, a join or a move does, letter by
 * letter: under which ids it was and is. To be called before Yjs collects.
 */
export function movedText(transaction: Y.Transaction): Renamed[] {
  const newIds = madeBy(transaction);
  if (transaction.deleteSet.clients.size === 0 || newIds.clients.size === 0) return [];
  const gone = runsIn(transaction, transaction.deleteSet, true);
  const made = runsIn(transaction, newIds, false);
  const isFew = gone.length * made.length <= fewPairs;
  const whole = Map.groupBy(made, ({ text }) => text);
  const taken = new Set<Run>();
  return gone.flatMap((from) => {
    const isFree = (run: Run) => run.type !== from.type && !taken.has(run);
    const partly = isFew ? made.find((run) => isFree(run) && overlaps(from, run)) : undefined;
    const to = whole.get(from.text)?.find(isFree) ?? partly;
    if (!to) return [];
    taken.add(to);
    return aligned(from, to);
  });
}

/** The pairs, where the second was renamed since. */
export function followed(pairs: readonly Renamed[], renaming: Renaming): Renamed[] {
  return pairs.flatMap(({ from, to }) =>
    renaming.pieces(to).map(({ offset, now }) => ({ from: partOf(from, offset, now.length), to: now })),
  );
}

function madeBy({ beforeState, afterState }: Y.Transaction): ReturnType<typeof Y.createDeleteSet> {
  const made = Y.createDeleteSet();
  for (const [client, end] of afterState) {
    const clock = beforeState.get(client) ?? 0;
    if (end > clock) addRange(made, { client, clock, length: end - clock });
  }
  return made;
}

function runsIn(
  transaction: Y.Transaction,
  ids: ReturnType<typeof Y.createDeleteSet>,
  isGone: boolean,
): Run[] {
  const types = new Set<SharedType>();
  const isOurs = (item: Y.Item) => item.content instanceof Y.ContentString && item.deleted === isGone;
  Y.iterateDeletedStructs(transaction, ids, (struct) => {
    const type = struct instanceof Y.Item && isOurs(struct) ? parentOf(struct) : null;
    if (type) types.add(type);
  });
  const runs: Run[] = [];
  for (const type of types) {
    let run: Run | undefined;
    for (const item of itemsOf(type)) {
      if (isOurs(item) && item.content instanceof Y.ContentString && Y.isDeleted(ids, item.id)) {
        run ??= { type, text: "", ranges: [] };
        if (run.text === "") runs.push(run);
        run.text += item.content.str;
        run.ranges.push(rangeOf(item));
      } else if (item.countable && !item.deleted) run = undefined;
    }
  }
  return runs;
}

function overlaps(one: Run, other: Run): boolean {
  return one.text.includes(other.text) || other.text.includes(one.text);
}

/** Pairs the letters that two runs have in common. */
function aligned(from: Run, to: Run): Renamed[] {
  const length = Math.min(from.text.length, to.text.length);
  const left = cut(from.ranges, Math.max(0, from.text.indexOf(to.text)), length);
  const right = cut(to.ranges, Math.max(0, to.text.indexOf(from.text)), length);
  const pairs: Renamed[] = [];
  let [a, b] = [left.shift(), right.shift()];
  while (a && b) {
    const common = Math.min(a.length, b.length);
    pairs.push({ from: partOf(a, 0, common), to: partOf(b, 0, common) });
    a = common < a.length ? partOf(a, common, a.length - common) : left.shift();
    b = common < b.length ? partOf(b, common, b.length - common) : right.shift();
  }
  return pairs;
}

function cut(ranges: readonly IdRange[], start: number, length: number): IdRange[] {
  const found: IdRange[] = [];
  let at = 0;
  for (const range of ranges) {
    const from = Math.max(start - at, 0);
    const to = Math.min(start + length - at, range.length);
    if (to > from) found.push(partOf(range, from, to - from));
    at += range.length;
  }
  return found;
}
