import * as Y from "yjs";
import { childrenOf } from "./blocks.ts";
import { isAlive, itemsOf, type Parent, readLine, typeOf } from "./line.ts";
import { laterId, type PiecePart } from "./pieces.ts";
import { grow, growText, insertLetters, type Ledger, type SeedText } from "./seed.ts";

/** Puts letters and inline things into an element, at a place in its line. */
export function insertParts(parent: Parent, at: number, parts: readonly PiecePart[], ledger: Ledger): void {
  let place = at;
  for (const part of parts) {
    if (part.seed === undefined) insertText(parent, place, part, ledger);
    else grow(parent, childAt(parent, place, ledger), part.seed, ledger);
    place += part.text.length;
  }
}

function insertText(parent: Parent, at: number, part: SeedText, ledger: Ledger): void {
  let start = 0;
  let index = 0;
  for (const item of childrenOf(parent)) {
    const type = typeOf(item);
    const length = type instanceof Y.XmlText ? type.length : 1;
    if (type instanceof Y.XmlText && at <= start + length)
      return insertLetters(type, at - start, part, ledger);
    if (at <= start) break;
    start += length;
    index++;
  }
  growText(parent, index, [part], ledger);
}

/** The place of a child in the middle of the line: a text around it is cut in two, as an editor would. */
function childAt(parent: Parent, at: number, ledger: Ledger): number {
  let start = 0;
  for (const [index, item] of childrenOf(parent).entries()) {
    if (at <= start) return index;
    const type = typeOf(item);
    const length = type instanceof Y.XmlText ? type.length : 1;
    if (type instanceof Y.XmlText && at < start + length) {
      cut(parent, index, type, at - start, ledger);
      return index + 1;
    }
    start += length;
  }
  return childrenOf(parent).length;
}

function cut(parent: Parent, index: number, text: Y.XmlText, at: number, ledger: Ledger): void {
  const tail: SeedText[] = [];
  const { runs } = readLine(parent, isAlive);
  const own = new Set(itemsOf(text));
  let before = at;
  for (const { text: letters, item, id, formats } of runs) {
    if (!own.has(item)) continue;
    const skipped = Math.max(0, before);
    if (skipped < letters.length)
      tail.push({ text: letters.slice(skipped), formats, id: laterId(id, skipped) });
    before -= letters.length;
  }
  text.delete(at, text.length - at);
  growText(parent, index + 1, tail, ledger);
}
