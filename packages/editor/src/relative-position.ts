import { fragmentName } from "@quire/schema";
import type { EditorState } from "prosemirror-state";
import { absolutePositionToRelativePosition, relativePositionToAbsolutePosition } from "y-prosemirror";
import * as Y from "yjs";
import { type SyncState, syncState } from "./sync-state.ts";

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
export function resolve(state: EditorState, place: RelativePosition): Resolved | null {
  const sync = syncState(state);
  if (!sync) return null;
  try {
    const { doc, type, binding } = sync;
    const pos: number | null = relativePositionToAbsolutePosition(doc, type, place, binding.mapping);
    if (pos === null || !Number.isInteger(pos)) return null;
    return { pos: Math.max(0, Math.min(pos, state.doc.content.size)), isAlive: isAlive(doc, place) };
  } catch {
    return null; // it names something that is no place in a text; whoever sent it is drawn without a caret
  }
}

/** The relative positions of the selection's ends. */
export function selectionPlaces(state: EditorState, { type, binding }: SyncState) {
  const { anchor, head } = state.selection;
  const place = (pos: number): RelativePosition =>
    absolutePositionToRelativePosition(pos, type, binding.mapping);
  return { anchor: place(anchor), head: place(head) };
}

/** Whether the character that the place is tied to has not been deleted. A split deletes what it moves. */
export function isAlive(ydoc: Y.Doc, { item }: RelativePosition): boolean {
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
