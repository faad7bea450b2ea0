import type { Device } from "@quire/client/device";
import { IDBFactory } from "fake-indexeddb";

/** What happens to a transaction: it passes, is aborted, or is for want of space. */
export type Fate = "passes" | "aborted" | "full";

/** A browser whose tabs share a database, locks and channels, and whose disk can fail each tab. */
export class FakeBrowser {
  readonly indexedDB = new IDBFactory();
  readonly #open: { readonly name: string; readonly tab: FakeTab }[] = [];
  readonly #channels = new Set<FakeChannel>();

  tab(): FakeTab {
    return new FakeTab(this);
  }

  /** The device as a page sees that never fails. */
  get device(): Device {
    return this.tab().device;
  }

  channelsOf(tab: FakeTab): typeof BroadcastChannel {
    const channels = this.#channels;
    return class extends FakeChannel {
      constructor(name: string) {
        super(name, tab, channels);
      }
    } as unknown as typeof BroadcastChannel;
  }

  locksOf(tab: FakeTab): NonNullable<Device["locks"]> {
    const held = this.#open;
    return {
      async request(name: string, _: unknown, hold: () => Promise<unknown>) {
        const lock = { name, tab };
        held.push(lock);
        await hold();
        held.splice(held.indexOf(lock), 1);
      },
      query: async () => ({ held: held.filter((lock) => !lock.tab.isDead).map(({ name }) => ({ name })) }),
    } as unknown as NonNullable<Device["locks"]>;
  }
}

/** One tab. It can die at any moment, with what it had not given to the disk. */
export class FakeTab {
  readonly device: Device;
  isDead = false;
  /** Asked at each writing transaction. */
  fate: () => Fate = () => "passes";

  constructor(browser: FakeBrowser) {
    const open = (name: string, version: number) => {
      // A dead tab waits for ever.
      if (this.isDead) return {};
      const request = browser.indexedDB.open(name, version);
      request.addEventListener("success", () => this.#watch(request.result));
      return request;
    };
    this.device = {
      indexedDB: { open } as unknown as IDBFactory,
      BroadcastChannel: browser.channelsOf(this),
      locks: browser.locksOf(this),
    };
  }

  #watch(database: IDBDatabase): void {
    const begin = database.transaction.bind(database);
    database.transaction = (stores, mode, options) => {
      if (this.isDead) throw new DOMException("this tab is dead", "InvalidStateError");
      const transaction = begin(stores, mode, options);
      const fate = mode === "readwrite" ? this.fate() : "passes";
      if (fate === "passes") return transaction;
      transaction.commit = () => transaction.abort();
      if (fate === "full") {
        const error = new DOMException("there is no more space", "QuotaExceededError");
        Object.defineProperty(transaction, "error", { value: error });
      }
      return transaction;
    };
  }
}

class FakeChannel {
  onmessage: ((event: { readonly data: unknown }) => void) | null = null;
  readonly #name: string;
  readonly #tab: FakeTab;
  readonly #all: Set<FakeChannel>;

  constructor(name: string, tab: FakeTab, all: Set<FakeChannel>) {
    this.#name = name;
    this.#tab = tab;
    this.#all = all;
    all.add(this);
  }

  postMessage(data: unknown): void {
    if (this.#tab.isDead) return;
    for (const other of this.#all) {
      if (other === this || other.#name !== this.#name) continue;
      setImmediate(() => {
        if (this.#all.has(other) && !other.#tab.isDead) other.onmessage?.({ data });
      });
    }
  }

  close(): void {
    this.#all.delete(this);
  }
}
