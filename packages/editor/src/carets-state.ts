import type { EditorState, Transaction } from "prosemirror-state";
import type { Mapping } from "prosemirror-transform";
import type { Awareness } from "y-protocols/awareness";
import * as Y from "yjs";
import { type RelativePosition, readRelativePosition, resolve } from "./relative-position.ts";
import { type RemotePerson, readCursor, readPerson } from "./remote-person.ts";
import { isFromSharedDocument, syncState } from "./sync-state.ts";

/** Where somebody else is. */
export interface RemoteCaret {
  readonly person: RemotePerson;
  readonly anchor: Place;
  readonly head: Place;
  /** Goes up whenever they type or move. */
  readonly moves: number;
  /** Goes up whenever it stands elsewhere than a change of the text alone would have put it. */
  readonly draws: number;
  /** Goes up whenever the line that it stands in may have become another one. */
  readonly lines: number;
}

interface Place {
  readonly relative: RelativePosition;
  /** Null until the document holds what the place is tied to. */
  readonly pos: number | null;
  /** Where it was last: a change of this page's own went over it, or its text is not here yet. The next change tells. */
  readonly isGuess: boolean;
}

/** By the ids of their Yjs documents. */
export type Carets = ReadonlyMap<number, RemoteCaret>;

/** Reads these people's states anew; the others stay as they are. */
export function readCarets(
  before: Carets,
  ids: readonly number[],
  awareness: Awareness,
  state: EditorState,
): Carets {
  const carets = new Map(before);
  for (const id of ids) {
    const entry: unknown = awareness.getStates().get(id);
    const cursor = readCursor(entry);
    const anchor = cursor && readRelativePosition(cursor.anchor);
    const head = cursor && readRelativePosition(cursor.head);
    if (id === awareness.clientID || !anchor || !head) {
      carets.delete(id);
      continue;
    }
    const old = before.get(id);
    const now = {
      person: readPerson(entry, id),
      anchor: place(state, anchor, old?.anchor),
      head: place(state, head, old?.head),
    };
    carets.set(id, after(old, now));
  }
  return carets;
}

/** The caret as its owner tells of it now. One that looks as before is not drawn anew. */
function after(
  old: RemoteCaret | undefined,
  now: Pick<RemoteCaret, "person" | "anchor" | "head">,
): RemoteCaret {
  if (!old) return { ...now, moves: 1, draws: 1, lines: 1 };
  const { name, hue } = old.person;
  const isSame =
    name === now.person.name &&
    hue === now.person.hue &&
    old.anchor.pos === now.anchor.pos &&
    old.head.pos === now.head.pos;
  const hasMoved = !Y.compareRelativePositions(old.head.relative, now.head.relative);
  return {
    ...now,
    moves: old.moves + (hasMoved ? 1 : 0),
    draws: old.draws + (isSame ? 0 : 1),
    lines: old.lines + (isSame ? 0 : 1),
  };
}

/** Where a place is. One that the document does not hold yet is where it was, or nowhere, until the text arrives. */
function place(state: EditorState, relative: RelativePosition, old: Place | undefined): Place {
  const sync = syncState(state);
  const found = sync && resolve(sync, state.doc, relative);
  return { relative, pos: found?.pos ?? old?.pos ?? null, isGuess: !found };
}

/**
 * Takes the carets along with a change. Most only shift by what was written before them; the shared document is asked
 * about those that the change touches, since it knows where their letters went: two hundred carets cost a keystroke
 * what one does.
 */
export function followCarets(before: Carets, tr: Transaction, state: EditorState): Carets {
  const ranges = changedRanges(tr);
  const blocks = changedBlocks(tr, ranges);
  const carets = new Map<number, RemoteCaret>();
  for (const [id, caret] of before) {
    const told = isTouched(caret, tr) ? touched(id, caret, tr, state, ranges) : shifted(caret, tr.mapping);
    const { pos } = told.head;
    const isNear = pos !== null && blocks.some(({ from, to }) => from <= pos && pos <= to);
    carets.set(id, isNear ? { ...told, lines: told.lines + 1 } : told);
  }
  return carets;
}

function shifted(caret: RemoteCaret, mapping: Mapping): RemoteCaret {
  const shift = (place: Place): Place => ({
    ...place,
    pos: place.pos === null ? null : mapping.map(place.pos),
  });
  return { ...caret, anchor: shift(caret.anchor), head: shift(caret.head) };
}

/** Goes along by the step for our own change, by the shared document for others' where it still knows. */
function touched(
  id: number,
  caret: RemoteCaret,
  tr: Transaction,
  state: EditorState,
  ranges: readonly Range[],
): RemoteCaret {
  const sync = syncState(state);
  const isRemote = isFromSharedDocument(tr);
  const along = ({ relative, pos, isGuess }: Place): Place => {
    const found = sync && isRemote ? resolve(sync, state.doc, relative) : null;
    if (found?.isAlive || pos === null) return { relative, pos: found?.pos ?? null, isGuess: false };
    const side = isRemote || relative.assoc < 0 ? -1 : 1;
    return { relative, pos: tr.mapping.map(pos, side), isGuess: isGuess || !isRemote };
  };
  const [anchor, head] = [along(caret.anchor), along(caret.head)];
  const draws = caret.draws + 1;
  // Typing at the end of a text does not change the relative position, so the change itself must tell.
  const hasTyped = isRemote && ranges.some(({ to }) => to === head.pos);
  const told = { ...caret, anchor, head, draws, moves: caret.moves + (hasTyped ? 1 : 0) };
  if (!sync || !isRemote || head.pos === null || anchor.pos !== head.pos) return told;
  // What its owner types takes the caret along at once: their page says so a moment later, and nothing is drawn twice.
  for (const { from, to } of ranges) {
    if (from !== head.pos || to === from) continue;
    const relative = sync.binding.toRelative(to, -1);
    if (relative.item?.client !== id) continue;
    const end = { relative, pos: to, isGuess: false };
    return { ...told, anchor: end, head: end, moves: told.moves + 1 };
  }
  return told;
}

/** Whether a change reaches what the caret holds on to, or may tell where that is. */
function isTouched({ anchor, head }: RemoteCaret, tr: Transaction): boolean {
  if (anchor.pos === null || head.pos === null) return true;
  if ((anchor.isGuess || head.isGuess) && isFromSharedDocument(tr)) return true;
  let from = Math.min(anchor.pos, head.pos);
  let to = Math.max(anchor.pos, head.pos);
  return tr.mapping.maps.some((map) => {
    let isHit = false;
    map.forEach((start, end) => {
      if (start <= to && end >= from) isHit = true;
    });
    [from, to] = [map.map(from), map.map(to)];
    return isHit;
  });
}

interface Range {
  readonly from: number;
  readonly to: number;
}

/** What a transaction wrote, in the new document. */
function changedRanges(tr: Transaction): readonly Range[] {
  const ranges: Range[] = [];
  tr.mapping.maps.forEach((map, index) => {
    const rest = tr.mapping.slice(index + 1);
    map.forEach((_oldStart, _oldEnd, from, to) => {
      ranges.push({ from: rest.map(from, -1), to: rest.map(to) });
    });
  });
  return ranges;
}

/** The blocks that it wrote in; and the first one, where another stands there now: its flags are below their lines. */
function changedBlocks({ doc, before }: Transaction, ranges: readonly Range[]): readonly Range[] {
  const blocks = ranges.map(({ from, to }) => {
    const [$from, $to] = [doc.resolve(from), doc.resolve(to)];
    return { from: $from.depth > 0 ? $from.before(1) : from, to: $to.depth > 0 ? $to.after(1) : to };
  });
  const first = doc.firstChild;
  return first === before.firstChild || !first ? blocks : [...blocks, { from: 0, to: first.nodeSize }];
}
