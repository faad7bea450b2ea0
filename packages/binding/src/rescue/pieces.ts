import * as Y from "yjs";
import { type Alignment, align, fewLetters } from "./alignment.ts";
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
    return part.isMine === false ? [{ ...part, isLost: false }] : splitAt(part, there);
  });
  return gather(told);
}

/** All that would be put back if there were a place. */
export function allPieces(line: LostLine): Pieces {
  return missingPieces(line, "");
}

/** Where a part's letters change from those that a copy has to those that it lacks. */
function splitAt(part: LostPart, there: Alignment): readonly (LostPart & { readonly isLost: boolean })[] {
  const split: (LostPart & { readonly isLost: boolean })[] = [];
  for (let from = 0; from < there.length; ) {
    const length = stretch(there, from);
    const isLost = there[from] === -1 || length < Math.min(fewLetters, there.length);
    const text = part.text.slice(from, from + length);
    const last = split.at(-1);
    if (last?.isLost === isLost) split[split.length - 1] = { ...last, text: last.text + text };
    else split.push({ ...part, at: part.at + from, text, id: laterId(part.id, from), isLost });
    from += length;
  }
  return split;
}

/** How many letters in a row are all in the copy in a row, or all not. */
function stretch(there: Alignment, from: number): number {
  const step = there[from] === -1 ? 0 : 1;
  let length = 1;
  while (from + length < there.length && there[from + length] === (there[from] ?? 0) + step * length)
    length++;
  return length;
}

/** What so many letters later is. */
export function laterId({ client, clock }: Y.ID, letters: number): Y.ID {
  return Y.createID(client, clock + letters);
}

/** Yjs joins what is written behind each other: a copy, and what was typed behind it. */
export function cutWhere<Part extends { readonly at: number; readonly text: string; readonly id: Y.ID }>(
  part: Part,
  isAsked: (id: Y.ID) => boolean,
): readonly Part[] {
  const cut: Part[] = [];
  for (let at = 0; at < part.text.length; at++) {
    const id = laterId(part.id, at);
    const last = cut.at(-1);
    const sign = part.text[at] ?? "";
    if (last !== undefined && isAsked(last.id) === isAsked(id))
      cut[cut.length - 1] = { ...last, text: last.text + sign };
    else cut.push({ ...part, at: part.at + at, text: sign, id });
  }
  return cut;
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
