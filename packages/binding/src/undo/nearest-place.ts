import * as Y from "yjs";
import { itemsOf, type SharedType, visibleText } from "./items.ts";
import { attributesOf, likeness, type Place } from "./place.ts";

/** An offset in a text. */
export interface Spot {
  readonly text: Y.XmlText;
  readonly at: number;
}

/** What must be alike on each side, or all that there is. */
const enough = 4;

export interface Search {
  readonly fragment: Y.XmlFragment;
  /** Attributes that name a block: one with the same names is the same block. */
  readonly idAttributes: readonly string[];
  /** Texts that will be gone. */
  readonly isLeaving: (text: Y.XmlText) => boolean;
}

/**
 * The place in the whole document that reads most like one that is lost: somebody has split, joined, moved or retyped
 * the block, which makes a copy of it for Yjs. Null if nowhere reads like it by more than `here`.
 */
export function nearestSpot(place: Place, here: number, search: Search): Spot | null {
  let best: Spot | null = null;
  let most = here;
  for (const text of textsOf(search.fragment)) {
    if (search.isLeaving(text)) continue;
    const content = readText(text);
    const isSame = isSameBlock(place, text, search.idAttributes);
    const found = bestIn(place, content, isSame);
    if (!found) continue;
    const score = found.score + (isSame ? 1000 : 0);
    if (score > most) [best, most] = [{ text, at: found.at }, score];
  }
  return best;
}

/** The block that stands for one that is gone: the one with the same names. */
export function twinOf(
  attributes: Readonly<Record<string, unknown>>,
  { fragment, idAttributes }: Pick<Search, "fragment" | "idAttributes">,
): Y.XmlElement | null {
  for (const element of elementsOf(fragment)) {
    if (hasNames(element.getAttributes(), attributes, idAttributes)) return element;
  }
  return null;
}

function isSameBlock(place: Place, text: Y.XmlText, idAttributes: readonly string[]): boolean {
  return hasNames(attributesOf(text), place.attributes, idAttributes);
}

function hasNames(
  one: Readonly<Record<string, unknown>>,
  other: Readonly<Record<string, unknown>>,
  idAttributes: readonly string[],
): boolean {
  const names = idAttributes.filter((name) => other[name] !== undefined && other[name] !== null);
  return names.length > 0 && names.every((name) => one[name] === other[name]);
}

function bestIn(
  place: Place,
  text: string,
  isSame: boolean,
): { readonly at: number; readonly score: number } | null {
  let best = isSame ? { at: text.length, score: 0 } : null;
  for (const at of offsetsLike(place, text)) {
    const { left, right } = likeness(place, text, at);
    const isLike =
      (left >= Math.min(enough, place.before.length) || left === at) &&
      (right >= Math.min(enough, place.after.length) || right === text.length - at);
    if (isLike && left + right > (best?.score ?? 0)) best = { at, score: left + right };
  }
  return best;
}

/** Where the nearest words of either side are. */
function offsetsLike({ before, after }: Place, text: string): Set<number> {
  const offsets = new Set<number>();
  const [left, right] = [before.slice(-2 * enough), after.slice(0, 2 * enough)];
  for (const at of occurrences(text, left)) offsets.add(at + left.length);
  for (const at of occurrences(text, right)) offsets.add(at);
  return offsets;
}

function* occurrences(text: string, part: string): Generator<number> {
  if (part === "") return;
  for (let at = text.indexOf(part); at >= 0; at = text.indexOf(part, at + 1)) yield at;
}

/** What reads of a text, and stand-ins for the rest. */
function readText(text: SharedType): string {
  let content = "";
  for (const item of itemsOf(text)) content += visibleText(item);
  return content;
}

function* textsOf(fragment: Y.XmlFragment): Generator<Y.XmlText> {
  for (const parent of [fragment, ...elementsOf(fragment)]) {
    for (const child of parent.toArray()) if (child instanceof Y.XmlText) yield child;
  }
}

/** All elements, however deep, without recursion. */
function elementsOf(fragment: Y.XmlFragment): Y.XmlElement[] {
  const elements: Y.XmlElement[] = [];
  const waiting: Y.XmlFragment[] = [fragment];
  for (let parent = waiting.pop(); parent; parent = waiting.pop()) {
    for (const child of parent.toArray()) {
      if (!(child instanceof Y.XmlElement)) continue;
      elements.push(child);
      waiting.push(child);
    }
  }
  return elements;
}
