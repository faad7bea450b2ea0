import type * as Y from "yjs";

/** How far the server had a document before what is unsent: it has told of this, too. */
export function advance(
  since: Map<number, number> | undefined,
  { beforeState, afterState }: Y.Transaction,
): void {
  if (since === undefined) return;
  for (const [client, clock] of afterState) if (clock !== beforeState.get(client)) since.set(client, clock);
}
