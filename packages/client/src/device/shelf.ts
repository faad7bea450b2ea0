import type * as Y from "yjs";
import { parseServerUrl } from "../server-address.ts";
import { type Device, thisDevice } from "./device.ts";
import { keptName } from "./keeper.ts";
import { openNames } from "./open-names.ts";
import { ringOnce } from "./ring-once.ts";
import { listKept, noteKept, removeKept, type ShelfRecord } from "./shelf-store.ts";
import { type ShelfLimits, tidyDevice } from "./tidying.ts";
import { withDatabase } from "./with-database.ts";

/** A document that this device keeps. */
export interface ShelvedDocument extends Omit<ShelfRecord, "name"> {
  readonly id: string;
  /** Edits or files of it have not reached the server. */
  readonly hasUnsent: boolean;
  /** A tab of this browser has it open; false where the browser cannot say. */
  readonly isOpen: boolean;
}

/** What is said of a document when it is put on the shelf. What is left out stays as it was. */
export type ShelfFacts = Partial<Pick<ShelfRecord, "title" | "openedAt" | "isWhole" | "isOwn">>;

/** What this device keeps of one server's documents. Each call reads or writes the browser's database by itself. */
export interface Shelf {
  /** All of them, last opened first. */
  list(): Promise<readonly ShelvedDocument[]>;
  /** A document's text as it is kept; empty where nothing is. Changes of it go nowhere. */
  read(id: string): Promise<Y.Doc>;
  /** Puts down what is known of a document now, and how much it takes. */
  note(id: string, facts: ShelfFacts): Promise<void>;
  /** Keeps a document until somebody says otherwise, or no longer than others. */
  pin(id: string, isPinned: boolean): Promise<void>;
  /** Takes a document off the device: not one that is open, nor one with something unsent unless `evenUnsent`. */
  remove(id: string, options?: { readonly evenUnsent?: boolean }): Promise<"removed" | "open" | "unsent">;
  /**
   * Takes off what is too old, or too much. Resolves with how many documents went. `mayGo` is asked of each that whoever has it
   * here owned: whether the server has it still, or it was deleted on purpose. Default: all may.
   */
  tidy(limits?: ShelfLimits, mayGo?: (id: string) => Promise<boolean>): Promise<number>;
}

/** What a shelf is opened with. */
export interface ShelfOptions {
  /** Where the server's documents are, as a session is told: `wss://host/sync`. */
  readonly url: string;
  /** Default: this browser. */
  readonly device?: Device;
  /** Default: the platform's clock. */
  readonly now?: () => number;
}

/** The shelf of this device; undefined where the browser keeps nothing. */
export function openShelf({ url, device = thisDevice(), now = Date.now }: ShelfOptions): Shelf | undefined {
  return device && new DeviceShelf(`${parseServerUrl(url, "openShelf")}/`, device, now);
}

class DeviceShelf implements Shelf {
  readonly #prefix: string;
  readonly #device: Device;
  readonly #now: () => number;

  constructor(prefix: string, device: Device, now: () => number) {
    this.#prefix = prefix;
    this.#device = device;
    this.#now = now;
  }

  async list(): Promise<readonly ShelvedDocument[]> {
    const open = await openNames(this.#device.locks, keptName());
    const kept = await this.#with((database) => listKept(database, this.#now()));
    return kept
      .filter(({ name }) => name.startsWith(this.#prefix))
      .map(({ name, ...record }) => ({
        ...record,
        id: name.slice(this.#prefix.length),
        isOpen: open.has(name),
      }))
      .sort((one, other) => other.openedAt - one.openedAt);
  }

  async read(id: string): Promise<Y.Doc> {
    const { readKept } = await import("./read-kept.ts");
    return this.#with((database) => readKept(database, this.#prefix + id));
  }

  note(id: string, facts: ShelfFacts): Promise<void> {
    return this.#with((database) => noteKept(database, this.#prefix + id, facts, this.#now()));
  }

  pin(id: string, isPinned: boolean): Promise<void> {
    return this.#with((database) => noteKept(database, this.#prefix + id, { isPinned }, this.#now()));
  }

  async remove(id: string, { evenUnsent = false } = {}): Promise<"removed" | "open" | "unsent"> {
    const name = this.#prefix + id;
    const database = keptName();
    if ((await openNames(this.#device.locks, database)).has(name)) return "open";
    const isGone = await this.#with((database) => removeKept(database, name, evenUnsent));
    if (!isGone) return "unsent";
    ringOnce(this.#device.BroadcastChannel, { name, database }, "gone");
    return "removed";
  }

  tidy(limits?: ShelfLimits, mayGo?: (id: string) => Promise<boolean>): Promise<number> {
    // Of other servers' documents nothing can be asked of this one.
    const ask = (name: string) =>
      name.startsWith(this.#prefix) && mayGo
        ? mayGo(name.slice(this.#prefix.length))
        : Promise.resolve(!mayGo);
    return tidyDevice(this.#device, this.#now(), limits, ask);
  }

  #with<Result>(work: (database: IDBDatabase) => Promise<Result>): Promise<Result> {
    return withDatabase(this.#device.indexedDB, work);
  }
}
