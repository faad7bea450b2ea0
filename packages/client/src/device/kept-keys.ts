import * as Y from "yjs";
import type { KeptRecords } from "./device-database.ts";

/** Which of a document's records a tab has read or written itself. */
export class KeptKeys {
  readonly #merged = new Set<IDBValidKey>();
  readonly #unreadable = new Set<IDBValidKey>();

  /** Records whose updates the ydoc has: one record with its state can replace them. */
  get mergeable(): number {
    return this.#merged.size;
  }

  get known(): ReadonlySet<IDBValidKey> {
    return new Set([...this.#merged, ...this.#unreadable]);
  }

  /** These were written. */
  add(keys: readonly IDBValidKey[]): void {
    for (const key of keys) this.#merged.add(key);
  }

  /** All that a record of the whole ydoc replaces. */
  all(): readonly IDBValidKey[] {
    return [...this.#merged];
  }

  /** Another record stands for these. */
  drop(keys: readonly IDBValidKey[]): void {
    for (const key of keys) this.#merged.delete(key);
  }

  clear(): void {
    this.#merged.clear();
    this.#unreadable.clear();
  }

  /** Applies what is new to the ydoc, and forgets what another tab has merged. Says whether the ydoc learnt anything. */
  apply(ydoc: Y.Doc, { keys, records }: KeptRecords, origin: unknown): boolean {
    const present = new Set(keys);
    this.drop(this.all().filter((key) => !present.has(key)));
    let hasLearnt = false;
    const learnt = () => {
      hasLearnt = true;
    };
    ydoc.on("update", learnt);
    const applyAll = () => {
      for (const { key, update } of records) {
        // A record that cannot be read stays where it is, and is never merged away: the server may still have it.
        (tryUpdate(ydoc, update) ? this.#merged : this.#unreadable).add(key);
      }
    };
    Y.transact(ydoc, applyAll, origin, false);
    ydoc.off("update", learnt);
    return hasLearnt;
  }
}

function tryUpdate(ydoc: Y.Doc, update: Uint8Array): boolean {
  try {
    Y.applyUpdate(ydoc, update);
    return true;
  } catch {
    return false;
  }
}
