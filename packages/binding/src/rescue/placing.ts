import * as Y from "yjs";
import { type Blocks, childrenOf, follow } from "./blocks.ts";
import { type Arrivals, type Candidate, candidatesFor } from "./candidates.ts";
import type { LostBlock, LostLine, Neighbour } from "./dying.ts";
import { insertParts } from "./insertion.ts";
import { type Formats, isAlive, nameOf, type Parent, parentOf, typeOf } from "./line.ts";
import { allPieces, type Piece, type PiecePart, type Spot, spotOf } from "./pieces.ts";
import { grow, type Ledger } from "./seed.ts";

/** What was put back, and what was not. */
export interface Outcome {
  readonly placed: readonly Piece[];
  readonly left: readonly Piece[];
}

type Copies = readonly Y.XmlElement[];

/** Puts back what a line lost: beside the letters that it stood beside, where those are now. */
export function placeLine(
  lost: LostLine,
  blocks: Blocks,
  copies: Copies,
  arrivals: Arrivals,
  ledger: Ledger,
): Outcome {
  const candidates = candidatesFor(lost, blocks, copies, arrivals);
  const best = candidates[0];
  if (best === undefined) return { placed: [], left: allPieces(lost).pieces };
  // Where it is not known what was unseen, one copy says what it lacks.
  const taken = lost.parts.some(({ isMine }) => isMine === "perhaps") ? [best] : candidates;
  const placed: PlacedPiece[] = [];
  const left: Piece[] = [];
  for (const [at, piece] of best.found.pieces.entries()) {
    const place = bestPlace(at, piece, taken);
    if (place === undefined) left.push(piece);
    else placed.push(place);
  }
  write(placed, lost, blocks, ledger);
  return { placed: placed.map(({ piece }) => piece), left };
}

interface PlacedPiece {
  readonly piece: Piece;
  readonly order: number;
  readonly candidate: Candidate;
  readonly spot: Spot;
}

function bestPlace(order: number, piece: Piece, candidates: readonly Candidate[]): PlacedPiece | undefined {
  let best: PlacedPiece | undefined;
  for (const candidate of candidates) {
    const spot = spotOf(piece.gap, candidate.alignment, candidate.copy.text);
    if (spot.score === 0 && !candidate.isBlock) continue;
    if (best === undefined || spot.score > best.spot.score) best = { piece, order, candidate, spot };
  }
  return best;
}

/** From the end of each line to its start, so that no place moves before it is used. */
function write(placed: readonly PlacedPiece[], lost: LostLine, blocks: Blocks, ledger: Ledger): void {
  const inOrder = placed.toSorted((a, b) => b.spot.at - a.spot.at || b.order - a.order);
  for (const { piece, candidate, spot } of inOrder) {
    const parts = piece.parts.map((part) => {
      const isBreak = part.seed !== undefined && !blocks.mayHold(candidate.parent, part.seed.name);
      const formats = fitting(part, candidate, lost);
      return isBreak ? { ...part, formats, seed: undefined, text: "\n" } : { ...part, formats };
    });
    insertParts(candidate.parent, spot.at, parts, ledger);
  }
}

/** A block of another kind may not have every format: those that are in it, it may have. */
function fitting({ formats }: PiecePart, { parent, copy }: Candidate, { parentName }: LostLine): Formats {
  if (nameOf(parent) === parentName) return formats;
  const known = new Set(copy.runs.flatMap((run) => Object.keys(run.formats)));
  return Object.fromEntries(Object.entries(formats).filter(([name]) => known.has(name)));
}

/** Puts back a block: beside what it stood beside, or into what it stood in; false where neither is there. */
export function placeBlock(
  lost: LostBlock,
  blocks: Blocks,
  copies: ReadonlyMap<string, readonly Y.XmlElement[]>,
  ledger: Ledger,
): boolean {
  const place = besideNeighbour(lost, copies) ?? inContainer(lost, blocks, copies);
  if (place === undefined) return false;
  grow(place.parent, place.index, lost.seed, ledger);
  return true;
}

interface BlockPlace {
  readonly parent: Parent;
  readonly index: number;
}

function besideNeighbour(
  lost: LostBlock,
  copies: ReadonlyMap<string, readonly Y.XmlElement[]>,
): BlockPlace | undefined {
  for (const [neighbours, step] of [
    [lost.before, 1],
    [lost.behind, 0],
  ] as const) {
    for (const neighbour of neighbours) {
      const item = itemOf(neighbour, copies);
      const parent = item && parentOf(item);
      if (item === undefined || parent === undefined || parent instanceof Y.XmlText) continue;
      if (mayStandIn(parent, lost)) return { parent, index: childrenOf(parent).indexOf(item) + step };
    }
  }
  return undefined;
}

function itemOf({ item, id }: Neighbour, copies: ReadonlyMap<string, readonly Y.XmlElement[]>) {
  if (isAlive(item)) return item;
  return id === undefined ? undefined : (copies.get(id)?.[0]?._item ?? undefined);
}

function inContainer(
  { parent, parentName, home }: LostBlock,
  blocks: Blocks,
  copies: ReadonlyMap<string, readonly Y.XmlElement[]>,
): BlockPlace | undefined {
  if (parent._item?.deleted !== true) return { parent, index: childrenOf(parent).length };
  for (const copy of copies.get(home?.id ?? "") ?? []) {
    const container = copy === home?.element ? undefined : follow(copy, home?.path ?? []);
    if (container === undefined || nameOf(container) !== parentName) continue;
    if (!blocks.isTextblock(container, isAlive))
      return { parent: container, index: childrenOf(container).length };
  }
  return undefined;
}

function mayStandIn(parent: Parent, { parentName, seed }: LostBlock): boolean {
  if (nameOf(parent) === parentName) return true;
  return childrenOf(parent).some((child) => {
    const type = typeOf(child);
    return type instanceof Y.XmlElement && type.nodeName === seed.name;
  });
}
