import { type Alignment, align } from "./alignment.ts";
import type { LostLine } from "./dying.ts";
import type { Formats } from "./line.ts";
import type { Seed } from "./seed.ts";

/** What is to be put back at one place. */
export interface Piece {
  /** The place, in the letters around it. */
  readonly gap: number;
  readonly parts: readonly PiecePart[];
}

export interface PiecePart {
  readonly text: string;
  readonly formats: Formats;
  readonly seed: Seed | undefined;
}

/** A lost line's letters that its deleter had seen, and between them what is to be put back. */
export interface Pieces {
  readonly context: string;
  readonly pieces: readonly Piece[];
}

/** Everything of mine, where it is known that it was unseen. */
export function unseenPieces({ parts }: LostLine): Pieces {
  return gather(parts.map((part) => ({ ...part, isLost: part.isMine })));
}

/** Of mine what a copy lacks. */
export function lackingPieces({ text, parts }: LostLine, copy: string): Pieces {
  const alignment = align(text, copy);
  return gather(parts.flatMap((part) => lackingParts(part, alignment)));
}

function lackingParts(
  part: PiecePart & { readonly at: number; readonly isMine: boolean },
  alignment: Alignment,
): readonly (PiecePart & { readonly isLost: boolean })[] {
  if (!part.isMine) return [{ ...part, isLost: false }];
  return [...part.text].length === 0 ? [] : splitAt(part, alignment);
}

function splitAt<Part extends PiecePart & { readonly at: number }>(
  part: Part,
  alignment: Alignment,
): readonly (Part & { readonly isLost: boolean })[] {
  const split: (Part & { readonly isLost: boolean })[] = [];
  for (let at = 0; at < part.text.length; at++) {
    const isLost = alignment[part.at + at] === -1;
    const last = split.at(-1);
    const sign = part.text[at] ?? "";
    if (last?.isLost === isLost) split[split.length - 1] = { ...last, text: last.text + sign };
    else split.push({ ...part, text: sign, isLost });
  }
  return split;
}

function gather(parts: readonly (PiecePart & { readonly isLost: boolean })[]): Pieces {
  const pieces: { gap: number; parts: PiecePart[] }[] = [];
  let context = "";
  for (const { text, formats, seed, isLost } of parts) {
    const last = pieces.at(-1);
    if (!isLost) context += text;
    else if (last?.gap === context.length) last.parts.push({ text, formats, seed });
    else pieces.push({ gap: context.length, parts: [{ text, formats, seed }] });
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
