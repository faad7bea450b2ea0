import * as Y from "yjs";

/** Up to where each client had written, at some time. */
export type Before = ReadonlyMap<number, number>;

/** What a client wrote since a time, as it is now, the last first. */
export function* writtenBy(client: number, ydoc: Y.Doc, before: Before): Generator<Y.Item> {
  const start = before.get(client) ?? 0;
  const structs = ydoc.store.clients.get(client) ?? [];
  for (let at = structs.length - 1; at >= 0; at--) {
    const struct = structs[at];
    if (struct === undefined || struct.id.clock + struct.length <= start) break;
    if (struct instanceof Y.Item) yield struct;
  }
}

/** What anybody wrote since a time, as it is now. */
export function* writtenSince(ydoc: Y.Doc, before: Before): Generator<Y.Item> {
  for (const client of ydoc.store.clients.keys()) yield* writtenBy(client, ydoc, before);
}
