import * as Y from "yjs";
import { type Blocks, childrenOf } from "./blocks.ts";
import type { Arrivals } from "./candidates.ts";
import type { Double } from "./copies.ts";
import type { LostBlock, LostLine } from "./dying.ts";
import { isAlive, nameOf, type Parent, readLine, typeOf } from "./line.ts";
import { placeBlock, placeLine } from "./placing.ts";
import { seedOf, wordsOf } from "./seed.ts";

const nothing: Arrivals = { lines: new Set(), oldLetters: () => 0 };

/** Takes away one of two copies of a block, and brings over what only that one has. Says what found no place. */
export function merge({ mine, theirs }: Double, blocks: Blocks): readonly (LostLine | LostBlock)[] {
  const isText = blocks.isTextblock(mine, isAlive);
  // Words cannot go into what holds none: then both stay.
  if (isText && !blocks.canHoldText(theirs, nameOf(mine))) return [];
  const { parent } = mine;
  if (!(parent instanceof Y.XmlFragment) || contains(mine, theirs)) return [];
  const found = collect(mine, blocks);
  parent.delete(parent.toArray().indexOf(mine), 1);
  return found.filter((lost) => !bringOver(lost, blocks));
}

function contains(outer: Y.XmlElement, inner: Y.XmlElement): boolean {
  for (let parent: unknown = inner.parent; parent instanceof Y.XmlElement; parent = parent.parent)
    if (parent === outer) return true;
  return false;
}

/** All lines below an element, and the blocks in it. */
function collect(element: Y.XmlElement, blocks: Blocks): readonly (LostLine | LostBlock)[] {
  if (blocks.isTextblock(element, isAlive)) return [lineOf(element, blocks)];
  return childrenOf(element).flatMap((item) => {
    const type = typeOf(item);
    if (!(type instanceof Y.XmlElement)) return [];
    const id = blocks.idOf(type);
    return id === undefined ? collect(type, blocks) : [blockOf(type, item, element, id, blocks), ...collect(type, blocks)];
  });
}

function lineOf(parent: Y.XmlElement, blocks: Blocks): LostLine {
  const { text, runs } = readLine(parent, isAlive);
  const parts = runs.map(({ at, text: letters, item, formats }) => {
    const type = typeOf(item);
    const seed = type instanceof Y.XmlElement ? seedOf(type, isAlive) : undefined;
    return { at, text: letters, formats, isMine: true, seed };
  });
  return { type: "line", text, parts, isCertain: false, ...placeIn(parent, blocks) };
}

function blockOf(
  element: Y.XmlElement,
  item: Y.Item,
  parent: Parent,
  id: string,
  blocks: Blocks,
): LostBlock {
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
    before: neighbours.slice(0, at).reverse(),
    behind: neighbours.slice(at + 1),
    ...placeIn(parent, blocks),
  };
}

function placeIn(parent: Parent, blocks: Blocks): Pick<LostLine, "parent" | "parentName" | "home"> {
  return { parent, parentName: nameOf(parent), home: blocks.homeOf(parent, isAlive) };
}

function bringOver(lost: LostLine | LostBlock, blocks: Blocks): boolean {
  if (lost.type === "line") {
    const copies = blocks.find(new Set(lost.home === undefined ? [] : [lost.home.id]));
    return placeLine(lost, blocks, copies.get(lost.home?.id ?? "") ?? [], nothing).left === "";
  }
  const ids = [lost.id, lost.home?.id, ...[...lost.before, ...lost.behind].map(({ id }) => id)];
  const copies = blocks.find(new Set(ids.filter((id) => id !== undefined)));
  const isThere = lost.id !== undefined && copies.has(lost.id);
  return isThere || placeBlock(lost, blocks, copies) || wordsOf(lost.seed) === "";
}
