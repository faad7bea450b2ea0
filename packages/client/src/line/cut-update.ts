import * as Y from "yjs";
import { inCausalOrder, type Section, sectionsOf } from "./causal-order.ts";
import { DeletedRanges } from "./deleted-ranges.ts";
import { encode, partsOf } from "./struct-parts.ts";
import { Draft } from "./update-draft.ts";

/** One of the updates that a long one is cut into. */
export interface Piece {
  readonly update: Uint8Array;
  /** More that somebody wrote follows, and not only what is deleted. */
  readonly isFollowed: boolean;
}

/** A long update, in pieces that are made as they are asked for. */
export interface CutUpdate {
  /** Whose structs it brings. */
  readonly clients: ReadonlySet<number>;
  readonly pieces: Iterator<Piece, undefined>;
}

/**
 * Cuts an update into updates that can be taken one after the other: each stands on what was known before the first, and on
 * those before it. A piece has as many bytes as `limit` says when it is begun, more only where what cannot be cut has more.
 * What is deleted is named with it; what was there before the first piece, at the end, so that who gets no further leaves too
 * much rather than too little. What stands on a hole comes last, as it is: a hole in the update, and before it, where `known` says
 * how far each client was known.
 */
export function cutUpdate(
  update: Uint8Array,
  limit: () => number,
  known?: ReadonlyMap<number, number>,
): CutUpdate {
  const { structs, ds } = Y.decodeUpdate(update);
  const sections = sectionsOf(structs, known);
  const pieces = piecesOf(sections, new DeletedRanges(ds.clients), limit);
  return { clients: new Set(sections.keys()), pieces };
}

function* piecesOf(
  sections: ReadonlyMap<number, Section>,
  deletes: DeletedRanges,
  limit: () => number,
): Generator<Piece, undefined> {
  let draft = new Draft(limit());
  for (const struct of inCausalOrder(sections)) {
    for (const part of partsOf(struct, () => draft.limit)) {
      if (!draft.fits(part.bytes.length)) {
        yield { update: draft.update, isFollowed: true };
        draft = new Draft(limit());
      }
      draft.add(part, deletes.within(part.client, part.clock, part.clock + part.length));
    }
  }
  const behindHole = draftOfRest(sections.values(), deletes);
  for (const [client, range] of deletes.rest()) {
    if (!draft.fits(1)) {
      yield { update: draft.update, isFollowed: false };
      draft = new Draft(limit());
    }
    draft.addDeleted(client, [range]);
  }
  yield { update: draft.update, isFollowed: false };
  if (behindHole !== undefined) yield { update: behindHole.update, isFollowed: false };
  return undefined;
}

/** What stands on a hole. Nobody can tell in which order it would be known, so it is not cut. */
function draftOfRest(sections: Iterable<Section>, deletes: DeletedRanges): Draft | undefined {
  let draft: Draft | undefined;
  for (const { client, structs, next, reached } of sections) {
    const rest = structs.slice(next);
    if (rest[0] instanceof Y.Skip) rest.shift();
    if (rest.length === 0) continue;
    draft ??= new Draft(Number.POSITIVE_INFINITY);
    for (const struct of rest) draft.add(encode(struct), []);
    draft.addDeleted(client, deletes.within(client, reached, Number.POSITIVE_INFINITY));
  }
  return draft;
}
