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
    const before = wireDeletes(transaction) ?? [];
    transaction.meta.set(wireDeletesKey, [...before, named]);
    Y.applyUpdate(ydoc, update, origin);
  }, origin);
}

/** What an update names as deleted. One that deletes nothing ends with a zero, and is not decoded. */
export function wireDeletesOf(update: Uint8Array): DeletedClocks {
  return update.at(-1) === 0 ? { clients: new Map() } : Y.decodeUpdate(update).ds;
}

/** What a provider said that was named, undefined where it said nothing. */
export function wireDeletes(transaction: Y.Transaction): readonly DeletedClocks[] | undefined {
  const named: unknown = transaction.meta.get(wireDeletesKey);
  return Array.isArray(named) ? named.filter(isDeletedClocks) : undefined;
}

function isDeletedClocks(value: unknown): value is DeletedClocks {
  return typeof value === "object" && value !== null && "clients" in value && value.clients instanceof Map;
}

/** The parts of these clocks that no set names. */
export function withoutNamed(
  clocks: readonly Clocks[],
  client: number,
  sets: readonly DeletedClocks[],
): readonly Clocks[] {
  const named = inOrder(sets.flatMap((set) => set.clients.get(client) ?? []));
  const left: Clocks[] = [];
  for (const { clock, len } of clocks) {
    let from = clock;
    for (const cut of named) {
      if (cut.clock >= clock + len) break;
      if (cut.clock > from) left.push({ clock: from, len: cut.clock - from });
      from = Math.max(from, cut.clock + cut.len);
    }
    if (from < clock + len) left.push({ clock: from, len: clock + len - from });
  }
  return left;
}

/** The parts of these clocks that a set names. */
export function onlyNamed(
  clocks: readonly Clocks[],
  client: number,
  sets: readonly DeletedClocks[],
): readonly Clocks[] {
  const unnamed = withoutNamed(clocks, client, sets);
  return withoutNamed(clocks, client, [{ clients: new Map([[client, unnamed]]) }]);
}

function inOrder(clocks: readonly Clocks[]): readonly Clocks[] {
  return clocks.toSorted((a, b) => a.clock - b.clock);
}
