import { fragmentName } from "@quire/schema";
import type { Node } from "prosemirror-model";
import type { EditorState } from "prosemirror-state";
import { absolutePositionToRelativePosition, relativePositionToAbsolutePosition } from "y-prosemirror";
import * as Y from "yjs";
import type { SyncState } from "./sync-state.ts";

/** A place between characters of the shared document, which stays there whatever is written around it. */
export type RelativePosition = Y.RelativePosition;

/** A place in the view, and whether the character that it was tied to is still there. */
export interface Resolved {
  readonly pos: number;
  readonly isAlive: boolean;
}

/**
 * Reads a relative position that came over the wire. Only the shape that Yjs writes passes: a stray root name would
 * make a new type in the document, and odd numbers would throw deep inside.
 */
export function readRelativePosition(json: unknown): RelativePosition | null {
  if (typeof json !== "object" || json === null) return null;
  const { type, tname, item, assoc } = json as Record<string, unknown>;
  const isRoot = tname === fragmentName;
  if (!(tname === null || tname === undefined || isRoot)) return null;
  const typeId = readId(type);
  const itemId = readId(item);
  if (typeId === undefined || itemId === undefined || !(isRoot || typeId || itemId)) return null;
  return new Y.RelativePosition(typeId, isRoot ? fragmentName : null, itemId, assoc === -1 ? -1 : 0);
}

/** Where the place is now; null if the document does not hold it yet, or never will. */
export function resolve(sync: SyncState, doc: Node, place: RelativePosition): Resolved | null {
  try {
    const { type, binding } = sync;
    const pos: number | null = relativePositionToAbsolutePosition(sync.doc, type, place, binding.mapping);
    if (pos === null || !Number.isInteger(pos)) return null;
    return { pos: Math.max(0, Math.min(pos, doc.content.size)), isAlive: isAlive(sync.doc, place) };
  } catch {
    return null; // it names something that is no place in a text; whoever sent it is drawn without a caret
  }
}

/** The ends of a selection. */
export interface Places {
  readonly anchor: RelativePosition;
  readonly head: RelativePosition;
}

/**
 * The selection's ends as places. A caret holds on to the character before it: what someone else writes at the same
 * spot then comes after, and two people who type there do not get between each other's letters. A range holds on to
 * its first and its last character.
 */
export function selectionPlaces({ selection }: EditorState, sync: SyncState): Places {
  const { anchor, head, from, empty } = selection;
  const placeOf = (pos: number) =>
    pos === from && !empty ? beforeNext(pos, sync) : afterPrevious(pos, sync);
  return { anchor: placeOf(anchor), head: placeOf(head) };
}

function beforeNext(pos: number, { type, binding }: SyncState): RelativePosition {
  return absolutePositionToRelativePosition(pos, type, binding.mapping);
}

function afterPrevious(pos: number, sync: SyncState): RelativePosition {
  const next = beforeNext(pos, sync);
  const found = Y.createAbsolutePositionFromRelativePosition(next, sync.doc);
  if (!found || !(found.type instanceof Y.XmlText)) return next;
  return Y.createRelativePositionFromTypeIndex(found.type, found.index, -1);
}

/** Whether the character that the place is tied to has not been deleted. A split deletes what it moves. */
function isAlive(ydoc: Y.Doc, { item }: RelativePosition): boolean {
  if (item === null) return true;
  const found = Y.getItem(ydoc.store, item);
  return found instanceof Y.Item && !found.deleted;
}

/** An id, null where there is none, undefined where there is something that is no id. */
function readId(json: unknown): Y.ID | null | undefined {
  if (json === null || json === undefined) return null;
  const { client, clock } = json as Record<string, unknown>;
  return isCount(client) && isCount(clock) ? Y.createID(client, clock) : undefined;
}

function isCount(value: unknown): value is number {
  return Number.isSafeInteger(value) && Number(value) >= 0;
}
