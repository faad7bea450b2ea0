import * as Y from "yjs";
import { isAlive, itemsOf, nameOf, type Parent, typeOf } from "./line.ts";
import { type Seed, seedsIn } from "./seed.ts";

export interface BlocksOptions {
  readonly fragment: Y.XmlFragment;
  /** The attribute by which a block is known. */
  readonly idAttribute: string;
  /** Whether an element of this name may hold text. Without it, what does or did is known to. */
  readonly isTextblock: ((name: string) => boolean) | undefined;
  /** Whether an element of the first name may hold one of the second. Without it, every one may. */
  readonly mayHold: ((parent: string, child: string) => boolean) | undefined;
}

/** The nearest block with an id, from a parent upwards, and the way down from it by children's places. */
export interface Home {
  readonly id: string;
  readonly element: Y.XmlElement;
  readonly path: readonly Step[];
}

interface Step {
  readonly index: number;
  readonly name: string;
}

/** How the blocks of a document are told apart and found. */
export class Blocks {
  readonly #options: BlocksOptions;

  constructor(options: BlocksOptions) {
    this.#options = options;
  }

  /** What a block is known by, also of one that is being deleted. */
  idOf(parent: Parent): string | undefined {
    if (!(parent instanceof Y.XmlElement)) return undefined;
    const value = parent._map.get(this.#options.idAttribute);
    const isGone = value === undefined || (value.deleted && parent._item?.deleted !== true);
    const id: unknown = isGone ? undefined : value.content.getContent().at(-1);
    return typeof id === "string" && id !== "" ? id : undefined;
  }

  /** What a block will be known by when it is grown. */
  idOfSeed({ attributes }: Seed): string | undefined {
    const id: unknown = attributes[this.#options.idAttribute];
    return typeof id === "string" && id !== "" ? id : undefined;
  }

  /** What it and the blocks in it will be known by. */
  idsOfSeed(seed: Seed): readonly string[] {
    return [...seedsIn(seed)].flatMap((inner) => this.idOfSeed(inner) ?? []);
  }

  /** Whether an item is the name by which its element is known. */
  isId({ parent, parentSub }: Y.Item): boolean {
    if (parentSub !== this.#options.idAttribute || !(parent instanceof Y.XmlElement)) return false;
    return this.idOf(parent) !== undefined;
  }

  /** The elements that are there, by their ids, of those that are asked for; the one that stays first. */
  find(ids: ReadonlySet<string>): ReadonlyMap<string, readonly Y.XmlElement[]> {
    const found = new Map<string, Y.XmlElement[]>();
    if (ids.size === 0) return found;
    for (const element of elementsIn(this.#options.fragment)) {
      const id = this.idOf(element);
      if (id === undefined || !ids.has(id)) continue;
      const same = found.get(id);
      if (same === undefined) found.set(id, [element]);
      else same.push(element);
    }
    for (const same of found.values()) same.sort((a, b) => makerOf(a) - makerOf(b));
    return found;
  }

  homeOf(parent: Parent, isThere: (item: Y.Item) => boolean): Home | undefined {
    const path: Step[] = [];
    for (let element: unknown = parent; element instanceof Y.XmlElement; element = element._item?.parent) {
      const id = this.idOf(element);
      if (id !== undefined) return { id, element, path };
      path.unshift({ index: indexOf(element, isThere), name: element.nodeName });
    }
    return undefined;
  }

  /** Whether text may be put into an element, where the text stood in one of that name. */
  canHoldText(parent: Parent, formerName?: string): boolean {
    const name = nameOf(parent);
    if (name === "") return false;
    return name === formerName || this.#options.isTextblock?.(name) === true || hasText(parent, isAlive);
  }

  /** Whether a thing may be put into an element. */
  mayHold(parent: Parent, child: string): boolean {
    return this.#options.mayHold?.(nameOf(parent), child) !== false;
  }

  /** Whether what stands in an element stands in a line of text. */
  isTextblock(parent: Parent, isThere: (item: Y.Item) => boolean): boolean {
    return this.#options.isTextblock?.(nameOf(parent)) === true || hasText(parent, isThere);
  }
}

function hasText(parent: Parent, isThere: (item: Y.Item) => boolean): boolean {
  for (const item of itemsOf(parent)) if (isThere(item) && typeOf(item) instanceof Y.XmlText) return true;
  return false;
}

/** Everything below a parent, however deep. */
export function* elementsIn(parent: Parent): Generator<Y.XmlElement> {
  const waiting: Parent[] = [parent];
  for (let next = waiting.pop(); next !== undefined; next = waiting.pop()) {
    for (const item of itemsOf(next)) {
      const type = typeOf(item);
      if (!isAlive(item) || !(type instanceof Y.XmlElement)) continue;
      yield type;
      waiting.push(type);
    }
  }
}

/** Who wrote the element. */
export function makerOf(element: Y.XmlElement): number {
  return element._item?.id.client ?? 0;
}

/** The children that are there. */
export function childrenOf(parent: Parent, isThere = isAlive): readonly Y.Item[] {
  return [...itemsOf(parent)].filter((item) => item.countable && isThere(item));
}

function indexOf({ _item: own }: Y.XmlElement, isThere: (item: Y.Item) => boolean): number {
  let index = 0;
  for (let item = own?.left ?? null; item !== null; item = item.left) {
    if (isThere(item) && item.countable) index++;
  }
  return index;
}

/** Follows a way down in a block's copy; undefined where that is built differently. */
export function follow(from: Parent, path: readonly Step[]): Parent | undefined {
  let parent = from;
  for (const { index, name } of path) {
    const child = childrenOf(parent)[index];
    const type = child && typeOf(child);
    if (!(type instanceof Y.XmlElement) || type.nodeName !== name) return undefined;
    parent = type;
  }
  return parent;
}
