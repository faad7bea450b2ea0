import type { BindingState, Resolved } from "@quire/binding";
import { fragmentName } from "@quire/schema";
import type { Node } from "prosemirror-model";
import * as Y from "yjs";

/** A place between characters of the shared document, which stays there whatever is written around it. */
export type RelativePosition = Y.RelativePosition;

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
export function resolve({ binding }: BindingState, doc: Node, place: RelativePosition): Resolved | null {
  const found = binding.toAbsolute(place);
  return found && { ...found, pos: Math.max(0, Math.min(found.pos, doc.content.size)) };
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
