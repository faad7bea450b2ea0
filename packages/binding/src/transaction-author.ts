import type * as Y from "yjs";

/**
 * Where a provider leaves, in a Yjs transaction's `meta`, which client sent the update that it applies, if it was told: a
 * number. An update that only deletes does not say whose it is.
 */
export const wireRemoverKey = "wire remover";

/** The one client that made a transaction of others': who alone wrote in it, or is said to have deleted what it deletes. */
export function authorOf({ beforeState, afterState, meta }: Y.Transaction): number | undefined {
  const writers = [...afterState].filter(([client, clock]) => clock > (beforeState.get(client) ?? 0));
  if (writers.length > 0) return writers.length === 1 ? writers[0]?.[0] : undefined;
  const remover: unknown = meta.get(wireRemoverKey);
  return typeof remover === "number" ? remover : undefined;
}
