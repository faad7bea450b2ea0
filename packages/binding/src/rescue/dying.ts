import type { Attrs } from "prosemirror-model";
import * as Y from "yjs";
import { type Blocks, childrenOf, type Home } from "./blocks.ts";
import { nameOf, ownerOf, type Parent, parentOf, readLine, typeOf } from "./line.ts";
import { attributesOf, type Seed, type SeedText, seedOf } from "./seed.ts";
import { type Clocks, type DeletedClocks, withoutNamed } from "./wire-deletes.ts";

/** A line of text that went with its element, some of it mine and not seen by whoever deleted it. */
export interface LostLine {
  readonly type: "line";
  /** What it read as before, and of what. */
  readonly text: string;
  readonly parts: readonly LostPart[];
  readonly attributes: Attrs;
  readonly parent: Parent;
  readonly parentName: string;
  readonly home: Home | undefined;
}

/** Part of a line: letters, or something inline. */
export interface LostPart extends SeedText {
  readonly at: number;
  /** Whether it is to be put back: surely, or where a copy lacks it. */
  readonly isMine: "surely" | "perhaps" | false;
  readonly seed: Seed | undefined;
}

/** A block of mine that went with what it stood in. */
export interface LostBlock {
  readonly type: "block";
  readonly seed: Seed;
  readonly id: string | undefined;
  readonly parent: Parent;
  readonly parentName: string;
  readonly home: Home | undefined;
  /** What stood before and behind it, the nearest first. */
  readonly before: readonly Neighbour[];
  readonly behind: readonly Neighbour[];
  /** Whether it is a line itself. */
  readonly isLine: boolean;
  /** What it read as, for copies that are there already. */
  readonly lines: readonly LostLine[];
}

export interface Neighbour {
  readonly item: Y.Item;
  readonly id: string | undefined;
}

export type Lost = LostLine | LostBlock;

/** What of mine went with elements that a transaction deleted. Costs nothing where nothing of mine was deleted. */
export function findDying(
  transaction: Y.Transaction,
  blocks: Blocks,
  isMine: (client: number) => boolean,
  named: DeletedClocks | undefined,
): readonly Lost[] {
  const clocks = new Map<number, readonly Clocks[]>();
  for (const [client, ranges] of transaction.deleteSet.clients) {
    if (isMine(client)) clocks.set(client, withoutNamed(ranges, client, named));
  }
  if (clocks.size === 0) return [];
  const dying = new DyingItems(transaction, blocks, named !== undefined, isMine);
  dying.add(clocks);
  return dying.lost();
}

class DyingItems {
  readonly #transaction: Y.Transaction;
  readonly #blocks: Blocks;
  readonly #isCertain: boolean;
  readonly #isMine: (client: number) => boolean;
  readonly #items = new Set<Y.Item>();

  constructor(
    transaction: Y.Transaction,
    blocks: Blocks,
    isCertain: boolean,
    isMine: (client: number) => boolean,
  ) {
    this.#transaction = transaction;
    this.#blocks = blocks;
    this.#isCertain = isCertain;
    this.#isMine = isMine;
  }

  add(clocks: ReadonlyMap<number, readonly Clocks[]>): void {
    const set = Y.createDeleteSet();
    for (const [client, ranges] of clocks) set.clients.set(client, [...ranges]);
    // It splits items where the ranges end, so each is seen or unseen as a whole. Yjs joins them again.
    Y.iterateDeletedStructs(this.#transaction, set, (struct) => {
      if (!(struct instanceof Y.Item) || !this.#wasThere(struct)) return;
      const parent = parentOf(struct);
      // What its own parent outlived was deleted by itself: by somebody who had it before them.
      if (parent?._item?.deleted !== true) return;
      if (struct.parentSub === null) this.#items.add(struct);
      // Who names a block anew made it another one; who gave one without a name its first did no more than write in it.
      else if (this.#isCertain && struct.origin !== null && this.#blocks.isId(struct))
        this.#items.add(parent._item);
    });
  }

  lost(): readonly Lost[] {
    const lines = new Set<Parent>();
    const lost: Lost[] = [];
    for (const item of this.#items) {
      const parent = this.#lineOf(item);
      if (parent === undefined || this.#isInside(parent)) continue;
      const type = typeOf(item);
      if (this.#blocks.isTextblock(parent, this.#wasThere)) lines.add(parent);
      // Where nothing is known of what was seen, a block of mine may be old, and its copy is there or it was not wanted.
      else if (type instanceof Y.XmlElement && this.#isCertain)
        lost.push(this.#lostBlock(type, item, parent));
    }
    return [...lost, ...[...lines].map((parent) => this.#lostLine(parent))];
  }

  readonly #wasThere = (item: Y.Item): boolean => {
    const { beforeState, deleteSet } = this.#transaction;
    const { client, clock } = item.id;
    return clock < (beforeState.get(client) ?? 0) && (!item.deleted || Y.isDeleted(deleteSet, item.id));
  };

  #lineOf(item: Y.Item): Parent | undefined {
    const parent = parentOf(item);
    return parent instanceof Y.XmlText ? ownerOf(parent) : parent;
  }

  /** Whether all of it comes back with something of mine around it. */
  #isInside(parent: Parent): boolean {
    if (!this.#isCertain) return false;
    for (let item = parent._item; item !== null; item = parentOf(item)?._item ?? null) {
      if (this.#items.has(item)) return true;
    }
    return false;
  }

  /** A line, of a block of mine or not. What others wrote in mine is theirs to put back. */
  #lostLine(parent: Parent, isMyBlock = false): LostLine {
    const { text, runs } = readLine(parent, this.#wasThere);
    const parts = runs.map(({ at, text: letters, item, id, formats }) => {
      const type = typeOf(item);
      const isUnseen = this.#items.has(item);
      const isCopy = isMyBlock && this.#isMine(id.client);
      const isMine = isUnseen && this.#isCertain ? "surely" : (isUnseen || isCopy) && "perhaps";
      const seed = isMine && type instanceof Y.XmlElement ? seedOf(type, this.#wasThere) : undefined;
      return { at, text: letters, id, formats, isMine, seed } as const;
    });
    const attributes = attributesOf(parent, this.#wasThere);
    return { type: "line", text, parts, attributes, ...this.#placeOf(parent) };
  }

  #lostBlock(element: Y.XmlElement, item: Y.Item, parent: Parent): LostBlock {
    const siblings = childrenOf(parent, this.#wasThere);
    const at = siblings.indexOf(item);
    const neighbours = siblings.map((sibling) => this.#neighbour(sibling));
    return {
      type: "block",
      seed: seedOf(element, this.#wasThere),
      id: this.#blocks.idOf(element),
      isLine: this.#blocks.isTextblock(element, this.#wasThere),
      lines: this.#linesIn(element),
      before: neighbours.slice(0, at).reverse(),
      behind: neighbours.slice(at + 1),
      ...this.#placeOf(parent),
    };
  }

  #linesIn(element: Y.XmlElement): readonly LostLine[] {
    if (this.#blocks.isTextblock(element, this.#wasThere)) return [this.#lostLine(element, true)];
    return childrenOf(element, this.#wasThere).flatMap((item) => {
      const type = typeOf(item);
      return type instanceof Y.XmlElement ? this.#linesIn(type) : [];
    });
  }

  #neighbour(item: Y.Item): Neighbour {
    const type = typeOf(item);
    return { item, id: type instanceof Y.XmlElement ? this.#blocks.idOf(type) : undefined };
  }

  #placeOf(parent: Parent): Pick<LostLine, "parent" | "parentName" | "home"> {
    const home = this.#blocks.homeOf(parent, this.#wasThere);
    return { parent, parentName: nameOf(parent), home };
  }
}
