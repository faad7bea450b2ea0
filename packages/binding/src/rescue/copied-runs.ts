import * as Y from "yjs";
import { align, fewLetters } from "./alignment.ts";
import { isAlive, itemsOf } from "./line.ts";
import { type Clocks, type DeletedClocks, inOrder, onlyNamed, withoutNamed } from "./wire-deletes.ts";
import { writtenBy } from "./written.ts";

/** Letters that a structural edit of mine wrote anew elsewhere, since Yjs cannot move them. */
export interface CopiedRun {
  readonly text: string;
  /** What they were. */
  readonly client: number;
  readonly clock: number;
  /** What they are now, of my client. */
  readonly copy: number;
  /** How many letters were copied in a row with them: fewer of those elsewhere are no copy. */
  readonly whole: number;
}

/** Letters in a row that are one item's. */
interface Letters {
  readonly text: string;
  readonly client: number;
  readonly clock: number;
}

/** Larger edits than this are not searched for what they copied. */
const mostLetters = 50_000;
const mostPairs = 2_000;

/** What a local transaction deleted in one place and wrote anew in another. */
export function findCopied(transaction: Y.Transaction, client: number): readonly CopiedRun[] {
  const written = writtenTexts(transaction, client);
  if (written.length === 0) return [];
  const deleted = deletedTexts(transaction);
  const size = [...written, ...deleted].reduce((sum, letters) => sum + textOf(letters).length, 0);
  if (size > mostLetters || written.length * deleted.length > mostPairs) return [];
  const free = written.map((letters) => ({ letters, text: textOf(letters) }));
  const runs: CopiedRun[] = [];
  for (const source of deleted.toSorted((a, b) => textOf(b).length - textOf(a).length)) {
    let text = textOf(source);
    for (const target of free.toSorted((a, b) => sharedLetters(text, b.text) - sharedLetters(text, a.text))) {
      for (const { from, to, length } of matches(text, target.text)) {
        runs.push(...pairUp(source, target.letters, from, to, length));
        text = blank(text, from, length, "\0");
        target.text = blank(target.text, to, length, "\u0001");
      }
    }
  }
  return runs;
}

function sharedLetters(one: string, other: string): number {
  return matches(one, other).reduce((sum, { length }) => sum + length, 0);
}

function blank(text: string, at: number, length: number, sign: string): string {
  return text.slice(0, at) + sign.repeat(length) + text.slice(at + length);
}

/** A stretch that reads the same in two texts. */
export interface Match {
  readonly from: number;
  readonly to: number;
  readonly length: number;
}

/** The stretches of a text that another has, but for those too short to mean anything. */
export function matches(text: string, other: string, whole = text.length): readonly Match[] {
  const least = Math.min(fewLetters, whole);
  const found: Match[] = [];
  const alignment = align(text, other);
  for (let from = 0; from < text.length; from++) {
    const to = alignment[from] ?? -1;
    if (to === -1) continue;
    let length = 1;
    while (from + length < text.length && alignment[from + length] === to + length) length++;
    if (length >= least) found.push({ from, to, length });
    from += length - 1;
  }
  return found;
}

function textOf(letters: readonly Letters[]): string {
  return letters.map(({ text }) => text).join("");
}

/** The texts in which letters were written, with those. */
function writtenTexts(transaction: Y.Transaction, client: number): readonly (readonly Letters[])[] {
  const start = transaction.beforeState.get(client) ?? 0;
  const texts = new Set<Y.XmlText>();
  for (const item of writtenBy(client, transaction.doc, transaction.beforeState))
    if (isAlive(item) && item.parent instanceof Y.XmlText) texts.add(item.parent);
  return [...texts].map((text) => lettersIn(text, (item) => isAlive(item) && isNew(item, client, start)));
}

function isNew({ id }: Y.Item, client: number, start: number): boolean {
  return id.client === client && id.clock >= start;
}

/** The texts in which letters were deleted, with those. */
function deletedTexts(transaction: Y.Transaction): readonly (readonly Letters[])[] {
  const items = new Set<Y.Item>();
  const texts = new Set<Y.XmlText>();
  Y.iterateDeletedStructs(transaction, transaction.deleteSet, (struct) => {
    if (!(struct instanceof Y.Item) || !(struct.parent instanceof Y.XmlText)) return;
    items.add(struct);
    texts.add(struct.parent);
  });
  return [...texts].map((text) => lettersIn(text, (item) => items.has(item)));
}

function lettersIn(text: Y.XmlText, isAsked: (item: Y.Item) => boolean): readonly Letters[] {
  const letters: Letters[] = [];
  for (const item of itemsOf(text)) {
    if (item.content instanceof Y.ContentString && isAsked(item))
      letters.push({ text: item.content.str, client: item.id.client, clock: item.id.clock });
  }
  return letters;
}

/** A stretch of two texts, cut where an item ends in either. */
function pairUp(
  source: readonly Letters[],
  target: readonly Letters[],
  from: number,
  to: number,
  length: number,
): readonly CopiedRun[] {
  const runs: CopiedRun[] = [];
  for (let done = 0; done < length; ) {
    const [origin, before] = at(source, from + done);
    const [copy, ahead] = at(target, to + done);
    if (origin === undefined || copy === undefined) break;
    const step = Math.min(length - done, origin.text.length - before, copy.text.length - ahead);
    const text = origin.text.slice(before, before + step);
    const clocks = { client: origin.client, clock: origin.clock + before, copy: copy.clock + ahead };
    runs.push({ text, ...clocks, whole: length });
    done += step;
  }
  return runs;
}

function at(letters: readonly Letters[], place: number): [Letters | undefined, number] {
  let before = place;
  for (const one of letters) {
    if (before < one.text.length) return [one, before];
    before -= one.text.length;
  }
  return [undefined, 0];
}

/** The parts of a run whose sources a set names. */
export function namedParts(run: CopiedRun, set: DeletedClocks): readonly CopiedRun[] {
  const clocks: Clocks = { clock: run.clock, len: run.text.length };
  return onlyNamed([clocks], run.client, set).map(({ clock, len }) => cutRun(run, clock - run.clock, len));
}

/** The parts of a run that are not at these clocks now. */
export function partsLeft(run: CopiedRun, clocks: readonly Clocks[]): readonly CopiedRun[] {
  const own: Clocks = { clock: run.copy, len: run.text.length };
  const taken = { clients: new Map([[0, clocks]]) };
  return withoutNamed([own], 0, taken).map(({ clock, len }) => cutRun(run, clock - run.copy, len));
}

/** A part of a run. */
function cutRun(run: CopiedRun, from: number, length: number): CopiedRun {
  const text = run.text.slice(from, from + length);
  return { ...run, text, clock: run.clock + from, copy: run.copy + from };
}

/** What becomes of a run where letters of my client are copied once more: it is where they are now. */
export function followCopies(run: CopiedRun, further: readonly CopiedRun[]): readonly CopiedRun[] {
  const moved = further.map(({ clock, text }) => ({ clock, len: text.length }));
  const followed = further.flatMap((next) => {
    const from = Math.max(run.copy, next.clock);
    const to = Math.min(run.copy + run.text.length, next.clock + next.text.length);
    if (from >= to) return [];
    return [{ ...cutRun(run, from - run.copy, to - from), copy: next.copy + from - next.clock }];
  });
  return [...partsLeft(run, inOrder(moved)), ...followed];
}
