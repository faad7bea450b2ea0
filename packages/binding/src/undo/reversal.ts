import * as Y from "yjs";
import { Copying, isCollected } from "./copying.ts";
import type { Forwarding } from "./forwarding.ts";
import { addRange, type IdSet, partOf, type Renamed } from "./id-ranges.ts";
import type { Search } from "./nearest-place.ts";
import type { Place } from "./place.ts";
import { remove } from "./removal.ts";
import { Return } from "./return.ts";

/** What one undo step did, as ids. */
export interface Step {
  insertions: IdSet;
  deletions: IdSet;
}

/** What was written down of a step while Yjs still had what it deleted. */
export interface Notes {
  places: Place[];
  moved: Renamed[];
}

/** What taking a step back did. */
export interface Reversed {
  readonly isChanged: boolean;
  /** Under which ids what came back stands now. */
  readonly renamed: readonly Renamed[];
}

/** What steps are taken back in. */
export interface Scope extends Pick<Search, "fragment" | "idAttributes"> {
  readonly forwarding: Forwarding;
}

/** Takes a step back: what it deleted comes back, then what it wrote goes. Never throws, and writes nothing if it can do nothing. */
export function reverse(transaction: Y.Transaction, step: Step, notes: Notes, scope: Scope): Reversed {
  const lost = takenAway(transaction, step, notes.moved);
  const toRestore = itemsToRestore(transaction, step, lost.staysGone, scope.fragment);
  const copying = new Copying(transaction, scope.forwarding, (left, right) => {
    if (toRestore.has(left)) toRestore.add(right);
  });
  const leaving = itemsToRemove(transaction, step, lost.stays, scope.fragment);
  const isLeaving = (text: Y.XmlText) => text._item !== null && leaving.has(text._item);
  new Return(copying, toRestore, step.insertions, notes.places, { ...scope, isLeaving }).run();
  // Once more: what came back may have cut some of them.
  const isRemoved = remove(transaction, itemsToRemove(transaction, step, lost.stays, scope.fragment));
  const { renamed } = copying;
  return { isChanged: isRemoved || renamed.length > 0, renamed };
}

function itemsToRestore(
  transaction: Y.Transaction,
  { insertions, deletions }: Step,
  staysGone: IdSet,
  fragment: Y.XmlFragment,
): Set<Y.Item> {
  const items = new Set<Y.Item>();
  Y.iterateDeletedStructs(transaction, deletions, (struct) => {
    if (!isRestorable(struct) || !Y.isParentOf(fragment, struct)) return;
    if (!Y.isDeleted(insertions, struct.id) && !Y.isDeleted(staysGone, struct.id)) items.add(struct);
  });
  return items;
}

function itemsToRemove(
  transaction: Y.Transaction,
  { insertions }: Step,
  stays: IdSet,
  fragment: Y.XmlFragment,
): Set<Y.Item> {
  const items = new Set<Y.Item>();
  Y.iterateDeletedStructs(transaction, insertions, (struct) => {
    const isThere = struct instanceof Y.Item && !struct.deleted && Y.isParentOf(fragment, struct);
    if (isThere && !Y.isDeleted(stays, struct.id)) items.add(struct);
  });
  return items;
}

function isRestorable(struct: Y.Item | Y.GC): struct is Y.Item {
  return struct instanceof Y.Item && struct.redone === null && !isCollected(struct);
}

/**
 * Of what the step moved: letters that somebody else has taken from where it put them stay gone, or they would be there
 * twice; and letters that cannot come back to where they were stay where they are.
 */
function takenAway(
  transaction: Y.Transaction,
  step: Step,
  moved: readonly Renamed[],
): { readonly staysGone: IdSet; readonly stays: IdSet } {
  const [staysGone, stays] = [Y.createDeleteSet(), Y.createDeleteSet()];
  for (const { from, to } of moved) {
    Y.iterateDeletedStructs(transaction, setOf(to), (struct) => {
      // What Yjs has collected reaches further than what was asked for.
      const start = Math.max(struct.id.clock, to.clock) - to.clock;
      const end = Math.min(struct.id.clock + struct.length - to.clock, to.length);
      const source = partOf(from, start, end - start);
      let isWhole = true;
      Y.iterateDeletedStructs(transaction, setOf(source), (each) => {
        isWhole &&= isRestorable(each);
      });
      const isAlive = struct instanceof Y.Item && !struct.deleted;
      if (!isAlive && !Y.isDeleted(step.deletions, struct.id)) addRange(staysGone, source);
      if (!isAlive || isWhole) return;
      addRange(staysGone, source);
      addRange(stays, partOf(to, start, end - start));
    });
  }
  return { staysGone: Y.mergeDeleteSets([staysGone]), stays: Y.mergeDeleteSets([stays]) };
}

function setOf(range: { client: number; clock: number; length: number }): IdSet {
  const ids = Y.createDeleteSet();
  addRange(ids, range);
  return ids;
}
