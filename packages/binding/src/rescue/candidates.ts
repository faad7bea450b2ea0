import * as Y from "yjs";
import { type Alignment, align } from "./alignment.ts";
import { type Blocks, elementsIn, follow } from "./blocks.ts";
import type { LostLine } from "./dying.ts";
import { isAlive, type Line, ownerOf, type Parent, readLine } from "./line.ts";
import { missingPieces, type Pieces } from "./pieces.ts";
import { type Before, writtenSince } from "./written.ts";

/** A line in which what was lost may be put. */
export interface Candidate {
  readonly parent: Parent;
  readonly copy: Line;
  readonly found: Pieces;
  readonly alignment: Alignment;
  /** It is the block itself: what finds no letter that it stood beside goes to its end. */
  readonly isBlock: boolean;
}

/** What came with a transaction: lines with text that somebody else wrote in it. */
export interface Arrivals {
  readonly lines: ReadonlySet<Parent>;
  /** How many letters of an item were there before: Yjs joins what is written behind each other. */
  oldLetters(item: Y.Item): number;
}

/** The lines in which a lost one may go on, the likeliest first. */
export function candidatesFor(
  lost: LostLine,
  blocks: Blocks,
  copies: readonly Y.XmlElement[],
  arrivals: Arrivals,
): readonly Candidate[] {
  const own = blockLines(lost, blocks, copies);
  const others = [...arrivals.lines]
    .filter((parent) => !own.some((candidate) => candidate.parent === parent))
    .map((parent) => readCandidate(lost, parent, false, arrivals))
    .filter(isAlike);
  return [...own, ...others];
}

function blockLines(lost: LostLine, blocks: Blocks, copies: readonly Y.XmlElement[]): readonly Candidate[] {
  const { parent, parentName, home } = lost;
  if (parent._item?.deleted !== true) return [readCandidate(lost, parent, true)];
  if (home === undefined) return [];
  const lines: Candidate[] = [];
  for (const copy of copies) {
    if (copy === home.element) continue;
    const line = follow(copy, home.path);
    if (line !== undefined && blocks.canHoldText(line, parentName)) {
      const candidate = readCandidate(lost, line, true);
      if (home.path.length === 0 || isSamePlace(candidate)) {
        lines.push(candidate);
        continue;
      }
    }
    lines.push(...alikeIn(copy, lost, blocks));
  }
  return lines;
}

/** Where a block's copy is built differently, the line in it that reads most like the lost one. */
function alikeIn(copy: Y.XmlElement, lost: LostLine, blocks: Blocks): readonly Candidate[] {
  const lines = [...elementsIn(copy)]
    .filter((element) => blocks.canHoldText(element))
    .map((element) => readCandidate(lost, element, false))
    .filter(isAlike);
  return lines.toSorted((a, b) => likeness(b) - likeness(a)).slice(0, 1);
}

function readCandidate(lost: LostLine, parent: Parent, isBlock: boolean, arrivals?: Arrivals): Candidate {
  const line = readLine(parent, isAlive);
  const copy = arrivals === undefined ? line : masked(line, arrivals);
  const found = missingPieces(lost, copy.text);
  return { parent, copy, found, alignment: align(found.context, copy.text), isBlock };
}

/** The line, with a sign that nobody writes for each letter that did not come with the transaction. */
function masked({ runs }: Line, { oldLetters }: Arrivals): Line {
  const shown = runs.map(({ text, item }) => {
    const old = Math.min(oldLetters(item), text.length);
    return "\0".repeat(old) + text.slice(old);
  });
  return { text: shown.join(""), runs };
}

function likeness({ alignment }: Candidate): number {
  return alignment.filter((there) => there !== -1).length;
}

/** Whether enough of the letters are there, and not by chance. */
function isAlike(candidate: Candidate): boolean {
  const { context } = candidate.found;
  return context.length > 0 && longestRun(candidate.alignment) >= Math.min(context.length, 4);
}

function isSamePlace(candidate: Candidate): boolean {
  const { found, copy } = candidate;
  return found.context === "" ? copy.text === "" : likeness(candidate) * 2 >= found.context.length;
}

function longestRun(alignment: Alignment): number {
  let longest = 0;
  let run = 0;
  for (const [at, there] of alignment.entries()) {
    run = there === -1 ? 0 : at > 0 && alignment[at - 1] === there - 1 ? run + 1 : 1;
    longest = Math.max(longest, run);
  }
  return longest;
}

/** The lines of text that others wrote into since a time. */
export function arrivalsSince(ydoc: Y.Doc, before: Before, isMine: (client: number) => boolean): Arrivals {
  const oldLetters = ({ id: { client, clock } }: Y.Item) =>
    isMine(client) ? Number.POSITIVE_INFINITY : Math.max(0, (before.get(client) ?? 0) - clock);
  const lines = new Set<Parent>();
  for (const item of writtenSince(ydoc, before)) {
    if (!isAlive(item) || isMine(item.id.client) || !(item.parent instanceof Y.XmlText)) continue;
    const owner = ownerOf(item.parent);
    if (owner !== undefined && owner._item?.deleted !== true) lines.add(owner);
  }
  return { lines, oldLetters };
}
