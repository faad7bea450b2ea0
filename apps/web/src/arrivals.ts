import * as Y from "yjs";

/** What came from others. */
export interface Arrived {
  /** Blocks that are new or were changed, and places where something was taken away. */
  readonly changes: number;
  /** Where that is: blocks, and Yjs' types outside of these, as the title's. */
  readonly places: ReadonlySet<object>;
  /** The Yjs clients that wrote it. Who only took away is not known. */
  readonly clients: ReadonlySet<number>;
  /** Those of the blocks that are still there, in the order of the text. */
  readonly blocks: readonly Y.XmlElement[];
}

/** Gathers what others changed, from the transactions that brought it, as they end. */
export class Arrivals {
  readonly #places = new Set<object>();
  readonly #clients = new Set<number>();

  /** Takes in a transaction that is not of this page, while it ends. */
  add(transaction: Y.Transaction): void {
    const { doc, changed, beforeState, afterState } = transaction;
    const added: Y.XmlElement[] = [];
    for (const [client, clock] of afterState) {
      const before = beforeState.get(client) ?? 0;
      if (clock === before || !hasLeft(doc, client, before)) continue;
      this.#clients.add(client);
      added.push(...newBlocks(doc, client, beforeState));
    }
    for (const block of added) this.#places.add(block);
    const grown = new Set<unknown>(added.map(({ parent }) => parent));
    for (const type of changed.keys()) {
      const place = type instanceof Y.XmlText && type.parent instanceof Y.XmlElement ? type.parent : type;
      // What holds new blocks was changed by these, which are counted.
      if (grown.has(place)) continue;
      // Neither was it changed by what came and is gone again.
      const { added: there, deleted: gone, keys } = new Y.YEvent(type, transaction).changes;
      if (there.size + gone.size + keys.size > 0) this.#places.add(place);
    }
  }

  get(): Arrived {
    const blocks = [...this.#places]
      .flatMap((block) => {
        if (!(block instanceof Y.XmlElement)) return [];
        const path = pathOf(block);
        return path === undefined ? [] : [{ block, path }];
      })
      .sort((one, other) => comparePaths(one.path, other.path));
    return {
      changes: this.#places.size,
      places: this.#places,
      clients: this.#clients,
      blocks: blocks.map(({ block }) => block),
    };
  }
}

/** Whether something that a client brought is there. The server's own first record of a document is a letter that is gone again. */
function hasLeft({ store }: Y.Doc, client: number, before: number): boolean {
  return (store.clients.get(client) ?? []).some(
    (struct) => struct.id.clock + struct.length > before && !struct.deleted,
  );
}

/** The blocks that a client brought, without what is in them. */
function newBlocks(
  ydoc: Y.Doc,
  client: number,
  before: ReadonlyMap<number, number>,
): readonly Y.XmlElement[] {
  const isNew = (item: Y.Item | null) => item !== null && item.id.clock >= (before.get(item.id.client) ?? 0);
  const structs = ydoc.store.clients.get(client) ?? [];
  const found: Y.XmlElement[] = [];
  for (let at = structs.length - 1; at >= 0; at--) {
    const struct = structs[at];
    if (!(struct instanceof Y.Item) || !isNew(struct)) {
      if (struct !== undefined && struct.id.clock < (before.get(client) ?? 0)) break;
      continue;
    }
    const { content, parent, deleted } = struct;
    if (deleted || !(content instanceof Y.ContentType) || !(content.type instanceof Y.XmlElement)) continue;
    if (parent instanceof Y.AbstractType && !isNew(parent._item)) found.push(content.type);
  }
  return found;
}

/** The indexes that lead to a block from the root; undefined where it is not there any more. */
export function pathOf(block: Y.XmlElement): readonly number[] | undefined {
  const path: number[] = [];
  let at: Y.XmlElement | Y.XmlFragment = block;
  while (at instanceof Y.XmlElement) {
    const parent: unknown = at.parent;
    if (!(parent instanceof Y.XmlFragment)) return undefined;
    const index = parent.toArray().indexOf(at);
    if (index < 0) return undefined;
    path.unshift(index);
    at = parent;
  }
  return path;
}

function comparePaths(one: readonly number[], other: readonly number[]): number {
  for (const [depth, index] of one.entries()) {
    const difference = index - (other[depth] ?? -1);
    if (difference !== 0) return difference;
  }
  return one.length - other.length;
}
