import * as Y from "yjs";
import { type Blocks, childrenOf } from "./blocks.ts";
import type { Arrivals } from "./candidates.ts";
import type { Double } from "./copies.ts";
import type { LostBlock, LostLine } from "./dying.ts";
import { isAlive, nameOf, type Parent, readLine, typeOf } from "./line.ts";
import { cutWhere } from "./pieces.ts";
import { placeBlock, placeLine } from "./placing.ts";
import { type Ledger, seedOf, wordsOf } from "./seed.ts";

const nothing: Arrivals = { lines: new Set(), oldLetters: () => 0 };

/** Takes away one of two copies of a block, and brings over what only that one has. Says what found no place. */
export function merge(
  { mine, theirs, isCopy }: Double,
  blocks: Blocks,
  ledger: Ledger,
): readonly (LostLine | LostBlock)[] {
  const isText = blocks.isTextblock(mine, isAlive);
  // Words cannot go into what holds none: then both stay.
  if (isText && !blocks.canHoldText(theirs, nameOf(mine))) return [];
  const { parent } = mine;
  if (!(parent instanceof Y.XmlFragment) || contains(mine, theirs)) return [];
  const found = collect(mine, blocks, isCopy);
  parent.delete(parent.toArray().indexOf(mine), 1);
  return found.filter((lost) => !bringOver(lost, blocks, ledger));
}

function contains(outer: Y.XmlElement, inner: Y.XmlElement): boolean {
  for (let parent: unknown = inner.parent; parent instanceof Y.XmlElement; parent = parent.parent)
    if (parent === outer) return true;
  return false;
}

/** All lines below an element, and the blocks in it. */
function collect(
  element: Y.XmlElement,
  blocks: Blocks,
  isCopy: (id: Y.ID) => boolean,
): readonly (LostLine | LostBlock)[] {
  if (blocks.isTextblock(element, isAlive)) return [lineOf(element, blocks, isCopy)];
  return childrenOf(element).flatMap((item) => {
    const type = typeOf(item);
    if (!(type instanceof Y.XmlElement)) return [];
    const id = blocks.idOf(type);
    const inside = collect(type, blocks, isCopy);
    return id === undefined ? inside : [blockOf(type, item, element, id, blocks), ...inside];
  });
}

function lineOf(parent: Y.XmlElement, blocks: Blocks, isCopy: (id: Y.ID) => boolean): LostLine {
  const { text, runs } = readLine(parent, isAlive);
  const parts = runs
    .flatMap((run) => cutWhere(run, isCopy))
    .map(({ at, text: letters, item, id, formats }) => {
      const type = typeOf(item);
      const seed = type instanceof Y.XmlElement ? seedOf(type, isAlive) : undefined;
      // What was typed here since cannot be in the other copy, however it reads.
      const isMine = isCopy(id) ? "perhaps" : "surely";
      return { at, text: letters, id, formats, isMine, seed } as const;
    });
  return { type: "line", text, parts, ...placeIn(parent, blocks) };
}

function blockOf(element: Y.XmlElement, item: Y.Item, parent: Parent, id: string, blocks: Blocks): LostBlock {
  const siblings = childrenOf(parent);
  const at = siblings.indexOf(item);
  const neighbours = siblings.map((sibling) => {
    const type = typeOf(sibling);
    return { item: sibling, id: type instanceof Y.XmlElement ? blocks.idOf(type) : undefined };
  });
  return {
    type: "block",
    seed: seedOf(element, isAlive),
    id,
    line: undefined,
    before: neighbours.slice(0, at).reverse(),
    behind: neighbours.slice(at + 1),
    ...placeIn(parent, blocks),
  };
}

function placeIn(parent: Parent, blocks: Blocks): Pick<LostLine, "parent" | "parentName" | "home"> {
  return { parent, parentName: nameOf(parent), home: blocks.homeOf(parent, isAlive) };
}

function bringOver(lost: LostLine | LostBlock, blocks: Blocks, ledger: Ledger): boolean {
  if (lost.type === "line") {
    const copies = blocks.find(new Set(lost.home === undefined ? [] : [lost.home.id]));
    return placeLine(lost, blocks, copies.get(lost.home?.id ?? "") ?? [], nothing, ledger).left === "";
  }
  const ids = [lost.id, lost.home?.id, ...[...lost.before, ...lost.behind].map(({ id }) => id)];
  const copies = blocks.find(new Set(ids.filter((id) => id !== undefined)));
  const isThere = lost.id !== undefined && copies.has(lost.id);
  return isThere || placeBlock(lost, blocks, copies, ledger) || wordsOf(lost.seed) === "";
}
