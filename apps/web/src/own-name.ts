import { readTitle, titleName } from "@quire/schema";
import * as Y from "yjs";
import type { Arrived } from "./arrivals.ts";

/**
 * What arrived, without the name that the document was given on this device, if that is what it is called now. A name that is
 * given in a list is a request: the server writes it into the text, as a Yjs client that nobody ever sees again.
 */
export function withoutOwnName(arrived: Arrived, ydoc: Y.Doc, name: string | undefined): Arrived {
  const title = ydoc.getText(titleName);
  if (name === undefined || !arrived.places.has(title) || readTitle(ydoc) !== name) return arrived;
  const clients = [...arrived.clients].filter((client) => !wroteOnlyIn(title, ydoc, client));
  return { ...arrived, changes: arrived.changes - 1, clients: new Set(clients) };
}

function wroteOnlyIn(place: Y.Text, { store }: Y.Doc, client: number): boolean {
  const structs = store.clients.get(client) ?? [];
  return structs.every((struct) => struct.deleted || (struct instanceof Y.Item && struct.parent === place));
}
