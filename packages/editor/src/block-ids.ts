import { newBlockId } from "@quire/schema";
import type { Node } from "prosemirror-model";
import type { Transaction } from "prosemirror-state";
import { blockStart, type ChangedFlow, changedFlows } from "./changed-blocks.ts";
import { NameBlocksStep } from "./name-blocks-step.ts";

/** A block and the position before it. */
interface Place {
  readonly node: Node;
  readonly pos: number;
}

/**
 * Gives every block that a local change made or touched an id of its own. The ids join the change itself: as a
 * transaction of their own they would make y-prosemirror remember the wrong caret for undo.
 */
export function giveBlockIds(tr: Transaction, newId: () => string = newBlockId): Transaction {
  const changed = [...changedFlows(tr.before, tr.doc)];
  if (changed.every(hasSameIds)) return tr;
  const touched = changed.flatMap(placesIn).filter(({ node }) => "id" in node.attrs);
  const keepers = firstClaims(touched, changed);
  const taken = idsOutside(tr.doc, new Set(touched.map(({ pos }) => pos)));
  const nameless = touched.filter((place) => needsId(place, taken, keepers));
  const names = new Map(nameless.map(({ pos }) => [pos, newId()]));
  if (names.size > few) return tr.step(new NameBlocksStep(names));
  for (const [pos, id] of names) tr.setNodeAttribute(pos, "id", id);
  return tr;
}

/** As many steps as a change may have for the names of its blocks. */
const few = 20;

/** The way of nearly every keystroke: the same blocks, which all have an id. */
function hasSameIds({ before, after, from, to, oldTo }: ChangedFlow): boolean {
  if (to !== oldTo || before === null) return false;
  for (let index = from; index < to; index++) {
    const { attrs } = after.child(index);
    if (!("id" in attrs)) continue;
    const id: unknown = attrs.id;
    if (typeof id !== "string" || id !== before.child(index).attrs.id) return false;
  }
  return true;
}

function placesIn({ after, start, from, to }: ChangedFlow): readonly Place[] {
  let pos = start + blockStart(after, from);
  return after.children.slice(from, to).map((node) => {
    const place = { node, pos };
    pos += node.nodeSize;
    return place;
  });
}

function idsOutside(doc: Node, touched: ReadonlySet<number>): ReadonlySet<unknown> {
  const ids = new Set<unknown>();
  doc.descendants((node, pos) => {
    if (node.isBlock && !touched.has(pos)) ids.add(node.attrs.id);
    return !node.inlineContent;
  });
  return ids;
}

/** Which of the blocks with one id keeps it, by its position: the one that still has the words, else the first. */
function firstClaims(
  touched: readonly Place[],
  changed: readonly ChangedFlow[],
): ReadonlyMap<unknown, number> {
  const claims = new Map<unknown, number>();
  for (const { node, pos } of touched.toReversed()) claims.set(node.attrs.id, pos);
  const doubled = new Map<unknown, Place[]>();
  for (const place of touched) {
    const id: unknown = place.node.attrs.id;
    if (claims.get(id) !== place.pos) doubled.set(id, [...(doubled.get(id) ?? []), place]);
  }
  if (doubled.size === 0) return claims;
  for (const { attrs, content } of changed.flatMap(before)) {
    const keeper = doubled.get(attrs.id)?.find(({ node }) => content.size > 0 && node.content.eq(content));
    if (keeper) claims.set(attrs.id, keeper.pos);
  }
  return claims;
}

function before({ before: flow, from, oldTo }: ChangedFlow): readonly Node[] {
  return flow?.children.slice(from, oldTo) ?? [];
}

function needsId(
  { node, pos }: Place,
  taken: ReadonlySet<unknown>,
  keepers: ReadonlyMap<unknown, number>,
): boolean {
  const id: unknown = node.attrs.id;
  return typeof id !== "string" || id === "" || taken.has(id) || keepers.get(id) !== pos;
}
