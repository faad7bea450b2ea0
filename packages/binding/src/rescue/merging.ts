import * as Y from "yjs";
import { fewLetters } from "./alignment.ts";
import { type Blocks, childrenOf, elementsIn, makerOf } from "./blocks.ts";
import type { Arrivals } from "./candidates.ts";
import type { Copies } from "./copies.ts";
import type { LostBlock, LostLine } from "./dying.ts";
import { isAlive, nameOf, type Parent, readLine, typeOf } from "./line.ts";
import type { Double } from "./made-blocks.ts";
import { cutWhere } from "./pieces.ts";
import { placeBlock, placeLine } from "./placing.ts";
import { attributesOf, type Ledger, seedOf, wordsOf } from "./seed.ts";

const nothing: Arrivals = { lines: new Set(), oldLetters: () => 0 };

/** Takes away one of two copies of a block, and brings over what only that one has. Says what found no place. */
export function merge(double: Double, blocks: Blocks, copies: Copies): readonly (LostLine | LostBlock)[] {
  const { mine, theirs, since } = double;
  // One of them may have gone with a block around it that was merged just before.
  if (mine._item?.deleted !== false || theirs._item?.deleted !== false) return [];
  const isText = blocks.isTextblock(mine, isAlive);
  // Words cannot go into what holds none: then both stay.
  if (isText && !blocks.canHoldText(theirs, nameOf(mine))) return [];
  const { parent } = mine;
  if (!(parent instanceof Y.XmlFragment) || contains(mine, theirs)) return [];
  const found = new Merging(mine, blocks, copies).collect(mine);
  parent.delete(parent.toArray().indexOf(mine), 1);
  dropEmptied(parent, since, blocks);
  return found.filter((lost) => !bringOver(lost, blocks, copies));
}

function contains(outer: Y.XmlElement, inner: Y.XmlElement): boolean {
  for (let parent: unknown = inner.parent; parent instanceof Y.XmlElement; parent = parent.parent)
    if (parent === outer) return true;
  return false;
}

/**
 * Takes away what the same edit had put around a block that went, if nothing else is in it. Blocks alone: a cell or a row,
 * which has no id, is a part of something.
 */
function dropEmptied(wrapper: Y.XmlFragment, since: number, blocks: Blocks): void {
  for (let at: unknown = wrapper; at instanceof Y.XmlElement; ) {
    const { parent, _item: item } = at;
    const isMadeAlong =
      item !== null && !item.deleted && item.id.client === at.doc?.clientID && item.id.clock >= since;
    if (!isMadeAlong || blocks.idOf(at) === undefined || childrenOf(at).length > 0) return;
    if (!(parent instanceof Y.XmlFragment)) return;
    parent.delete(parent.toArray().indexOf(at), 1);
    at = parent;
  }
}

/** What of a block is to be brought over. */
class Merging {
  readonly #mine: Y.XmlElement;
  readonly #blocks: Blocks;
  readonly #copies: Copies;
  /** Blocks in mine that are elsewhere too: they do not go over with what they stand in. */
  readonly #elsewhere: ReadonlySet<string>;

  constructor(mine: Y.XmlElement, blocks: Blocks, copies: Copies) {
    this.#mine = mine;
    this.#blocks = blocks;
    this.#copies = copies;
    const inside = [...elementsIn(mine)].flatMap((element) => blocks.idOf(element) ?? []);
    const found = [...blocks.find(new Set(inside))];
    const isElsewhere = (copy: Y.XmlElement) => !contains(mine, copy);
    this.#elsewhere = new Set(found.flatMap(([id, copies]) => (copies.some(isElsewhere) ? [id] : [])));
  }

  /** The lines below an element, and the blocks in it that are nowhere else. */
  collect(element: Y.XmlElement): readonly (LostLine | LostBlock)[] {
    if (this.#blocks.isTextblock(element, isAlive)) return [this.#lineOf(element)];
    return childrenOf(element).flatMap((item) => {
      const type = typeOf(item);
      if (!(type instanceof Y.XmlElement)) return [];
      const id = this.#blocks.idOf(type);
      if (id === undefined || this.#elsewhere.has(id)) return this.collect(type);
      return [this.#blockOf(type, item, element, id), ...this.#leftOut(type)];
    });
  }

  /** What is in a block that goes over without it. */
  #leftOut(element: Y.XmlElement): readonly (LostLine | LostBlock)[] {
    return childrenOf(element).flatMap((item) => {
      const type = typeOf(item);
      if (!(type instanceof Y.XmlElement)) return [];
      return this.#isElsewhere(type) ? this.collect(type) : this.#leftOut(type);
    });
  }

  #isElsewhere(element: Y.XmlElement): boolean {
    const id = this.#blocks.idOf(element);
    return id !== undefined && this.#elsewhere.has(id);
  }

  #lineOf(parent: Y.XmlElement): LostLine {
    const { isCopy } = this.#copies;
    const { text, runs } = readLine(parent, isAlive);
    const parts = runs
      .flatMap((run) => cutWhere(run, isCopy))
      .map(({ at, text: letters, item, id, formats }) => {
        const type = typeOf(item);
        const seed = type instanceof Y.XmlElement ? seedOf(type, isAlive) : undefined;
        // What I typed here since cannot be in the other copy, however it reads. Others may have put theirs into both.
        const isTheirs = id.client !== makerOf(this.#mine) && letters.length >= fewLetters;
        const isMine = isCopy(id) || isTheirs ? "perhaps" : "surely";
        return { at, text: letters, id, formats, isMine, seed } as const;
      });
    const attributes = attributesOf(parent, isAlive);
    return { type: "line", text, parts, attributes, ...placeIn(parent, this.#blocks) };
  }

  #blockOf(element: Y.XmlElement, item: Y.Item, parent: Parent, id: string): LostBlock {
    const siblings = childrenOf(parent);
    const at = siblings.indexOf(item);
    const neighbours = siblings.map((sibling) => {
      const type = typeOf(sibling);
      return { item: sibling, id: type instanceof Y.XmlElement ? this.#blocks.idOf(type) : undefined };
    });
    const isOnlyHere = (inner: Y.Item) => {
      const type = typeOf(inner);
      return isAlive(inner) && !(type instanceof Y.XmlElement && this.#isElsewhere(type));
    };
    return {
      type: "block",
      seed: seedOf(element, isOnlyHere),
      id,
      isLine: false,
      lines: [],
      before: neighbours.slice(0, at).reverse(),
      behind: neighbours.slice(at + 1),
      ...placeIn(parent, this.#blocks),
    };
  }
}

function placeIn(parent: Parent, blocks: Blocks): Pick<LostLine, "parent" | "parentName" | "home"> {
  return { parent, parentName: nameOf(parent), home: blocks.homeOf(parent, isAlive) };
}

function bringOver(lost: LostLine | LostBlock, blocks: Blocks, ledger: Ledger): boolean {
  if (lost.type === "line") {
    const copies = blocks.find(new Set(lost.home === undefined ? [] : [lost.home.id]));
    return placeLine(lost, blocks, copies.get(lost.home?.id ?? "") ?? [], nothing, ledger).left.length === 0;
  }
  const ids = [lost.id, lost.home?.id, ...[...lost.before, ...lost.behind].map(({ id }) => id)];
  const copies = blocks.find(new Set(ids.filter((id) => id !== undefined)));
  const isThere = lost.id !== undefined && copies.has(lost.id);
  return isThere || placeBlock(lost, blocks, copies, ledger) || wordsOf(lost.seed) === "";
}
