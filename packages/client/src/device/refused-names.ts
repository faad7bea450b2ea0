import { answered, committed, outboxStore } from "./device-database.ts";
import type { Operation } from "./outbox.ts";

/** A name that somebody gave to a document, and that a server would not take. */
export interface RefusedName {
  /** Where it stands in the outbox. */
  readonly key: number;
  readonly documentId: string;
  readonly title: string;
  /** When it was given, in milliseconds since 1970. */
  readonly at: number;
  /** Why, in a sentence for people. */
  readonly refusal: string;
}

type Rename = Extract<Operation, { readonly type: "rename" | "trash" | "restore" }> & {
  readonly refusal?: string;
};

/** Names that servers would not take, the newest first. */
export async function refusedNames(database: IDBDatabase): Promise<readonly RefusedName[]> {
  const store = database.transaction(outboxStore).objectStore(outboxStore);
  const [keys, operations] = await Promise.all([
    answered(store.getAllKeys()),
    answered<Rename[]>(store.getAll()),
  ]);
  const names = operations.flatMap(({ id, title, at, refusal }, index) => {
    const key = keys[index];
    return typeof key !== "number" || refusal === undefined
      ? []
      : [{ key, documentId: id, title, at, refusal }];
  });
  return names.sort((one, other) => other.at - one.at);
}

export function removeName(database: IDBDatabase, { key }: RefusedName): Promise<void> {
  return change(database, (store) => store.delete(key));
}

export function putNameBack(
  database: IDBDatabase,
  { key, documentId, title, at, refusal }: RefusedName,
): Promise<void> {
  const rename: Rename = { type: "rename", id: documentId, title, at, refusal };
  return change(database, (store) => store.put(rename, key));
}

async function change(database: IDBDatabase, how: (store: IDBObjectStore) => unknown): Promise<void> {
  const transaction = database.transaction(outboxStore, "readwrite", { durability: "strict" });
  how(transaction.objectStore(outboxStore));
  await committed(transaction);
}
