import * as Y from "yjs";
import { type Copying, isCollected } from "./copying.ts";
import type { IdSet } from "./id-ranges.ts";
import { isThere, itemsOf, parentItemOf, parentOf, type SharedType, typeOf, visibleText } from "./items.ts";
import { nearestSpot, type Search, type Spot, twinOf } from "./nearest-place.ts";
import { likeness, type Place } from "./place.ts";

/** Brings back what one step deleted, each thing to where it was, or to the nearest place that is still there. */
export class Return {
  readonly #copying: Copying;
  readonly #items: Set<Y.Item>;
  readonly #insertions: IdSet;
  readonly #places: readonly Place[];
  readonly #search: Search;
  readonly #copies = new Map<Y.Item, Y.Item>();

  constructor(
    copying: Copying,
    items: Set<Y.Item>,
    insertions: IdSet,
    places: readonly Place[],
    search: Search,
  ) {
    this.#copying = copying;
    this.#items = items;
    this.#insertions = insertions;
    this.#places = places;
    this.#search = search;
  }

  run(): void {
    this.#followSplits();
    const homeless: Y.Item[] = [];
    for (const item of this.#items) {
      if (this.#restore(item) === null && item.parentSub === null) homeless.push(item);
    }
    this.#house(homeless);
  }

  #restore(item: Y.Item): Y.Item | null {
    const known = this.#copies.get(item);
    if (known) return known;
    const home = this.#home(item);
    if (!home || (item.parentSub !== null && !this.#mayReplace(item, item.parentSub, home))) return null;
    return this.#copy(item, home);
  }

  #copy(item: Y.Item, home: SharedType): Y.Item {
    const copy = this.#copying.into(home, item);
    this.#copies.set(item, copy);
    return copy;
  }

  /** What the item stood in, or what stands for that now. */
  #home(item: Y.Item): SharedType | null {
    const parent = parentItemOf(item);
    if (parent === null) return parentOf(item);
    if (!parent.deleted) return typeOf(parent);
    const copy = this.#items.has(parent) ? this.#restore(parent) : this.#copying.standIn(parent);
    return copy && typeOf(copy);
  }

  /** Whether nobody else has set the attribute since. */
  #mayReplace(item: Y.Item, name: string, home: SharedType): boolean {
    const current = home._map.get(name);
    if (current === undefined || current === item) return true;
    // One that was set here and is gone again was taken back.
    return current.deleted ? this.#copying.isOwn(current) : Y.isDeleted(this.#insertions, current.id);
  }

  /** Words whose neighbours went elsewhere, because somebody split the block between them, follow these. */
  #followSplits(): void {
    const texts = new Set<Y.XmlText>();
    for (const item of this.#items) {
      const parent = parentOf(item);
      if (isWord(item) && parent instanceof Y.XmlText && isThere(parent)) texts.add(parent);
    }
    for (const text of texts) for (const group of groupsIn(text, this.#items)) this.#followSplit(text, group);
  }

  #followSplit(text: Y.XmlText, { items, before, after }: Group): void {
    const place = this.#placeOf(items);
    if (!place) return;
    const { left, right } = likeness(place, before + after, before.length);
    if ((left > 0 || place.before === "") && (right > 0 || place.after === "")) return;
    const spot = nearestSpot(place, left + right, { ...this.#search, idAttributes: [] });
    if (spot && spot.text !== text) this.#write(items, spot);
  }

  /** Where it stood last. */
  #placeOf(items: readonly Y.Item[]): Place | undefined {
    return this.#places.findLast(({ ids }) => items.some((item) => Y.isDeleted(ids, item.id)));
  }

  #write(items: readonly Y.Item[], { text, at }: Spot): void {
    this.#copying.intoText(items.filter(isWord), text, at);
    for (const item of items) this.#items.delete(item);
  }

  /** Finds a place for what stood in something that somebody else took away. */
  #house(homeless: readonly Y.Item[]): void {
    // In reverse, so that around each place it reads as it did when something was deleted there.
    for (const place of this.#places.toReversed()) {
      const lost = inOrder(homeless.filter((item) => Y.isDeleted(place.ids, item.id) && this.#isLost(item)));
      const words = lost.filter(isWord);
      const spot = words.length > 0 ? nearestSpot(place, 0, this.#search) : null;
      if (spot) this.#write(words, spot);
      for (const item of lost) {
        const isWanted = typeOf(item) !== null || (isWord(item) && !spot);
        if (isWanted && this.#isLost(item)) this.#makeHome(item, place);
      }
    }
    for (const item of homeless) if (this.#items.has(item)) this.#restore(item);
  }

  /** Whether nothing is there to put it in, and nothing that it came with could be. */
  #isLost(item: Y.Item): boolean {
    const parent = parentItemOf(item);
    return parent !== null && this.#items.has(item) && !this.#items.has(parent) && !this.#home(item);
  }

  /** The block that stands for the one that is gone takes it in; or that one comes back, around it and nothing else. */
  #makeHome(item: Y.Item, { attributes }: Place): void {
    const gone = this.#goneAround(item);
    const block = gone.findIndex((each) => typeOf(each) instanceof Y.XmlElement);
    const twin = twinOf(attributes, this.#search);
    if (twin) {
      const within = [item, ...gone].slice(0, block + 1).at(-1);
      if (within) this.#copy(within, twin);
      return;
    }
    for (const each of gone.toReversed()) {
      const home = isCollected(each) ? null : this.#home(each);
      if (!home) return;
      const type = typeOf(this.#copy(each, home));
      if (each === gone[block] && type instanceof Y.XmlElement) giveAttributes(type, attributes);
    }
  }

  /** What the item stood in and has no stand-in, from the inside out. */
  #goneAround(item: Y.Item): Y.Item[] {
    const gone: Y.Item[] = [];
    let parent = parentItemOf(item);
    while (parent?.deleted && !this.#copying.standIn(parent)) {
      gone.push(parent);
      parent = parentItemOf(parent);
    }
    return gone;
  }
}

interface Group {
  readonly items: readonly Y.Item[];
  /** What reads before and after it in its text now. */
  readonly before: string;
  readonly after: string;
}

/** Those of the items that stand in a text, where nothing reads between them. */
function groupsIn(text: Y.XmlText, items: ReadonlySet<Y.Item>): Group[] {
  const groups: { readonly items: Y.Item[]; readonly at: number }[] = [];
  let content = "";
  for (const item of itemsOf(text)) {
    content += visibleText(item);
    if (!items.has(item)) continue;
    const last = groups.at(-1);
    if (last?.at === content.length) last.items.push(item);
    else groups.push({ items: [item], at: content.length });
  }
  return groups
    .filter((group) => group.items.some(isWord))
    .map((group) => ({
      items: group.items,
      before: content.slice(0, group.at),
      after: content.slice(group.at),
    }));
}

/** Items of one parent, in its order. */
function inOrder(items: readonly Y.Item[]): Y.Item[] {
  const [first] = items;
  const parent = first && parentOf(first);
  if (!parent || items.length === 1) return [...items];
  const wanted = new Set(items);
  return [...itemsOf(parent)].filter((item) => wanted.has(item));
}

function isWord({ content }: Y.Item): boolean {
  return content instanceof Y.ContentString;
}

function giveAttributes(block: Y.XmlElement, attributes: Place["attributes"]): void {
  for (const [name, value] of Object.entries(attributes)) {
    if (value !== undefined) block.setAttribute(name, value);
  }
}
