import * as Y from "yjs";
import { childrenOf } from "./blocks.ts";
import { type Formats, isAlive, itemsOf, type Parent, readLine, typeOf } from "./line.ts";
import type { PiecePart } from "./pieces.ts";
import { grow, growText, type SeedText } from "./seed.ts";

/** Puts letters and inline things into an element, at a place in its line. */
export function insertParts(parent: Parent, at: number, parts: readonly PiecePart[]): void {
  let place = at;
  for (const { text, formats, seed } of parts) {
    if (seed === undefined) insertText(parent, place, text, formats);
    else grow(parent, childAt(parent, place), seed);
    place += text.length;
  }
}

function insertText(parent: Parent, at: number, letters: string, formats: Formats): void {
  let start = 0;
  let index = 0;
  for (const item of childrenOf(parent)) {
    const type = typeOf(item);
    const length = type instanceof Y.XmlText ? type.length : 1;
    if (type instanceof Y.XmlText && at <= start + length) return type.insert(at - start, letters, formats);
    if (at <= start) break;
    start += length;
    index++;
  }
  growText(parent, index, [{ text: letters, formats }]);
}

/** The place of a child in the middle of the line: a text around it is cut in two, as an editor would. */
function childAt(parent: Parent, at: number): number {
  let start = 0;
  for (const [index, item] of childrenOf(parent).entries()) {
    if (at <= start) return index;
    const type = typeOf(item);
    const length = type instanceof Y.XmlText ? type.length : 1;
    if (type instanceof Y.XmlText && at < start + length) {
      cut(parent, index, type, at - start);
      return index + 1;
    }
    start += length;
  }
  return childrenOf(parent).length;
}

function cut(parent: Parent, index: number, text: Y.XmlText, at: number): void {
  const tail: SeedText[] = [];
  const { runs } = readLine(parent, isAlive);
  const own = new Set(itemsOf(text));
  let before = at;
  for (const { text: letters, item, formats } of runs) {
    if (!own.has(item)) continue;
    if (before < letters.length) tail.push({ text: letters.slice(Math.max(0, before)), formats });
    before -= letters.length;
  }
  text.delete(at, text.length - at);
  growText(parent, index + 1, tail);
}
