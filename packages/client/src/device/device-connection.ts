import { openDatabase } from "./device-database.ts";

/** A connection to the browser's database that several parts share: made when it is first needed, and anew when it was taken away. */
export class DeviceConnection {
  readonly #indexedDB: IDBFactory | undefined;
  readonly #onGone: (() => void) | undefined;
  #opening: Promise<IDBDatabase> | undefined;

  /** `indexedDB`: undefined where the browser keeps nothing for this page. `onGone`: it was taken away, with all that was in it perhaps. */
  constructor(indexedDB: IDBFactory | undefined, onGone?: () => void) {
    this.#indexedDB = indexedDB;
    this.#onGone = onGone;
  }

  /** Rejects where the browser keeps nothing for this page; the next call tries again. */
  open(): Promise<IDBDatabase> {
    this.#opening ??= this.#open();
    return this.#opening;
  }

  async close(): Promise<void> {
    const opening = this.#opening;
    this.#opening = undefined;
    await opening?.then(
      (database) => database.close(),
      () => undefined,
    );
  }

  async #open(): Promise<IDBDatabase> {
    try {
      if (this.#indexedDB === undefined) throw new Error("this browser keeps nothing for this page");
      return await openDatabase(this.#indexedDB, () => {
        this.#opening = undefined;
        this.#onGone?.();
      });
    } catch (error) {
      this.#opening = undefined;
      throw error;
    }
  }
}
