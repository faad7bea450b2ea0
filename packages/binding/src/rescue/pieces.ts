import * as Y from "yjs";
import { type Alignment, align } from "./alignment.ts";
import type { LostLine, LostPart } from "./dying.ts";
import type { Seed, SeedText } from "./seed.ts";

/** What is to be put back at one place. */
export interface Piece {
  /** The place, in the letters around it. */
  readonly gap: number;
  readonly parts: readonly PiecePart[];
}

export interface PiecePart extends SeedText {
  readonly seed: Seed | undefined;
}

/** A lost line's letters that its deleter had seen, and between them what is to be put back. */
export interface Pieces {
  readonly context: string;
  readonly pieces: readonly Piece[];
}

/** What is to be put back, beside a copy that may have some of it. */
export function missingPieces({ parts }: LostLine, copy: string): Pieces {
  const base = parts.filter(({ isMine }) => isMine !== "surely");
  const alignment = align(base.map(({ text }) => text).join(""), copy);
  let at = 0;
  const told = parts.flatMap((part) => {
    if (part.isMine === "surely") return [{ ...part, isLost: true }];
    const there = alignment.subarray(at, at + part.text.length);
    at += part.text.length;
    return part.isMine === false ? [{ ...part, isLost: false }] : splitAt(part, knownLetters(there));
  });
  return gather(told);
}

/** All that would be put back if there were a place. */
export function allPieces(line: LostLine): Pieces {
  return missingPieces(line, "");
}

/** How many of a part's letters, from its start, are in a copy. Less than half of them are there by chance. */
function knownLetters(there: Alignment): number {
  let known = 0;
  while (known < there.length && there[known] !== -1 && there[known] === (there[0] ?? 0) + known) known++;
  return known * 2 < there.length ? 0 : known;
}

/** What somebody wrote in a row, they wrote from its start to its end, and others saw so much of it. */
function splitAt(part: LostPart, known: number): readonly (LostPart & { readonly isLost: boolean })[] {
  const { text, at, id } = part;
  const seen = { ...part, text: text.slice(0, known), isLost: false };
  const rest = { ...part, at: at + known, text: text.slice(known), id: laterId(id, known), isLost: true };
  return [seen, rest].filter((one) => one.text !== "");
}

/** What so many letters later is. */
export function laterId({ client, clock }: Y.ID, letters: number): Y.ID {
  return Y.createID(client, clock + letters);
}

function gather(parts: readonly (LostPart & { readonly isLost: boolean })[]): Pieces {
  const pieces: { gap: number; parts: PiecePart[] }[] = [];
  let context = "";
  for (const { text, formats, id, seed, isLost } of parts) {
    const last = pieces.at(-1);
    if (!isLost) context += text;
    else if (last?.gap === context.length) last.parts.push({ text, formats, id, seed });
    else pieces.push({ gap: context.length, parts: [{ text, formats, id, seed }] });
  }
  return { context, pieces };
}

/** Where a gap of the context is in the text that it is aligned with, and how many letters beside it speak for it. */
export interface Spot {
  readonly at: number;
  readonly score: number;
}

export function spotOf(gap: number, alignment: Alignment, copy: string): Spot {
  const left = lettersBeside(gap - 1, -1, alignment);
  const right = lettersBeside(gap, 1, alignment);
  return { at: wholeLetter(placeOf(gap, alignment, copy.length), copy), score: left + right };
}

/** How many letters in a row have their counterparts in a row. */
function lettersBeside(from: number, step: 1 | -1, alignment: Alignment): number {
  let count = 0;
  for (let at = from; (alignment[at] ?? -1) !== -1; at += step) {
    if (count > 0 && alignment[at] !== (alignment[at - step] ?? 0) + step) break;
    count++;
  }
  return count;
}

function placeOf(gap: number, alignment: Alignment, length: number): number {
  const left = alignment[gap - 1] ?? -1;
  const right = alignment[gap] ?? -1;
  if (left !== -1) return left + 1;
  if (right !== -1) return right;
  for (let at = gap - 1; at >= 0; at--) if ((alignment[at] ?? -1) !== -1) return (alignment[at] ?? 0) + 1;
  for (let at = gap; at < alignment.length; at++) if ((alignment[at] ?? -1) !== -1) return alignment[at] ?? 0;
  return length;
}

/** Not between the two halves of a sign. */
function wholeLetter(at: number, text: string): number {
  const code = text.charCodeAt(at);
  return at > 0 && code >= 0xdc00 && code < 0xe000 ? at + 1 : at;
}
