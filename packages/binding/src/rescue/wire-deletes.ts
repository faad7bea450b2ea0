import * as Y from "yjs";

/**
 * Where a provider leaves, in a Yjs transaction's `meta`, what the updates that it applies name as deleted: a list of
 * delete sets. Yjs deletes by itself what stands in a deleted element; that is not in them, since nobody saw it go.
 */
export const wireDeletesKey = "wire deletes";

/** Clocks of one client that follow each other. */
export interface Clocks {
  readonly clock: number;
  readonly len: number;
}

/** Clocks by client, as Yjs keeps delete sets. */
export interface DeletedClocks {
  readonly clients: ReadonlyMap<number, readonly Clocks[]>;
}

/** Applies an update as a provider should that has no better way, so that a `Rescue` knows what its sender had seen. */
export function applyNamedUpdate(ydoc: Y.Doc, update: Uint8Array, origin?: unknown): void {
  const named = wireDeletesOf(update);
  // Only the outermost transaction has an origin: the update is applied in this one.
  ydoc.transact((transaction) => {
    const before: unknown = transaction.meta.get(wireDeletesKey);
    transaction.meta.set(wireDeletesKey, Array.isArray(before) ? [...before, named] : [named]);
    Y.applyUpdate(ydoc, update, origin);
  }, origin);
}

/** What an update names as deleted. One that deletes nothing ends with a zero, and is not decoded. */
export function wireDeletesOf(update: Uint8Array): DeletedClocks {
  return update.at(-1) === 0 ? { clients: new Map() } : Y.decodeUpdate(update).ds;
}

/** What a provider said that was named, each client's clocks in order; undefined where it said nothing. */
export function wireDeletes(transaction: Y.Transaction): DeletedClocks | undefined {
  const named: unknown = transaction.meta.get(wireDeletesKey);
  if (!Array.isArray(named)) return undefined;
  const clients = new Map<number, readonly Clocks[]>();
  for (const set of named.filter(isDeletedClocks)) {
    for (const [client, clocks] of set.clients)
      clients.set(client, inOrder([...(clients.get(client) ?? []), ...clocks]));
  }
  return { clients };
}

function isDeletedClocks(value: unknown): value is DeletedClocks {
  return typeof value === "object" && value !== null && "clients" in value && value.clients instanceof Map;
}

/** The parts of these clocks that a set does not name. */
export function withoutNamed(
  clocks: readonly Clocks[],
  client: number,
  set: DeletedClocks | undefined,
): readonly Clocks[] {
  const named = set?.clients.get(client);
  if (named === undefined) return clocks;
  const left: Clocks[] = [];
  for (const { clock, len } of clocks) {
    let from = clock;
    for (let at = firstReaching(named, clock); at < named.length; at++) {
      const cut = named[at];
      if (cut === undefined || cut.clock >= clock + len) break;
      if (cut.clock > from) left.push({ clock: from, len: cut.clock - from });
      from = Math.max(from, cut.clock + cut.len);
    }
    if (from < clock + len) left.push({ clock: from, len: clock + len - from });
  }
  return left;
}

/** The first of these that ends behind a clock. */
function firstReaching(clocks: readonly Clocks[], clock: number): number {
  let [low, high] = [0, clocks.length];
  while (low < high) {
    const middle = (low + high) >>> 1;
    const { clock: start = 0, len = 0 } = clocks[middle] ?? {};
    if (start + len > clock) high = middle;
    else low = middle + 1;
  }
  return low;
}

/** The parts of these clocks that a set names. */
export function onlyNamed(clocks: readonly Clocks[], client: number, set: DeletedClocks): readonly Clocks[] {
  if (!set.clients.has(client)) return [];
  const unnamed = withoutNamed(clocks, client, set);
  return withoutNamed(clocks, client, { clients: new Map([[client, unnamed]]) });
}

/** In order, and none over another: so Yjs writes them, but who knows who wrote these. */
export function inOrder(clocks: readonly Clocks[]): readonly Clocks[] {
  const merged: Clocks[] = [];
  for (const { clock, len } of clocks.toSorted((a, b) => a.clock - b.clock)) {
    const last = merged.at(-1);
    if (last === undefined || last.clock + last.len < clock) merged.push({ clock, len });
    else merged[merged.length - 1] = { clock: last.clock, len: Math.max(last.len, clock + len - last.clock) };
  }
  return merged;
}
