import type { Delivery } from "./delivery.ts";
import type { DeviceConnection } from "./device-connection.ts";
import { answered, drawerStore, unsentStore } from "./device-database.ts";
import type { DrawerEntry } from "./drawer-entry.ts";
import { holdsUp } from "./entry-standing.ts";
import { namesIn } from "./names-in.ts";
import { platformLocks } from "./open-lock.ts";
import { openNames } from "./open-names.ts";
import { Sender, type SenderPlatform, sendEach } from "./sender.ts";

/** What left words are looked for with. */
export interface LeftWordsOptions extends SenderPlatform {
  readonly connection: DeviceConnection;
  /** Where the documents are: `wss://host/sync`. */
  readonly url: string;
  /** Whether the server has the document. */
  canSend(documentId: string): boolean;
  /** Opens the document, and closes it when all of it is saved, or never will be. */
  send(documentId: string): Promise<Delivery>;
}

/** Of the tabs of one browser: they send by it, one at a time. */
const senderName = "quire-words";

/**
 * Edits that wait on this device in documents which nobody has open any more: each document is opened for them once the server
 * can be reached, one after the other, by one tab at a time. What the server refused is the drawer's, and waits for somebody.
 */
export class LeftWords {
  readonly #options: LeftWordsOptions;
  readonly #sender: Sender;

  constructor(options: LeftWordsOptions) {
    this.#options = options;
    const hooks = { round: () => this.#round(), look: () => Promise.resolve() };
    this.#sender = new Sender({ ...options, ...hooks, name: senderName });
  }

  /** The server may be reached, or a document was closed. */
  wake(): void {
    this.#sender.wake();
  }

  close(): void {
    this.#sender.close();
  }

  async #round(): Promise<boolean> {
    const { canSend, send } = this.#options;
    const { ready, isAll } = await this.#find();
    return (await sendEach(ready, async (id) => (canSend(id) ? send(id) : undefined))) && isAll;
  }

  /** The documents that have such edits, and whether that is all: a tab that has one open sends them by itself, as long as it is there. */
  async #find(): Promise<{ readonly ready: readonly string[]; readonly isAll: boolean }> {
    const { connection, url, locks = platformLocks() } = this.#options;
    // Where nothing can be kept, nothing was left.
    const database = await connection.open().catch(() => undefined);
    if (database === undefined) return { ready: [], isAll: true };
    const transaction = database.transaction([unsentStore, drawerStore]);
    const [unsent, refused] = await Promise.all([
      namesIn(transaction.objectStore(unsentStore)),
      answered<DrawerEntry[]>(transaction.objectStore(drawerStore).getAll()),
    ]);
    const open = await openNames(locks, database.name);
    const others = new Set(refused.filter(holdsUp).map(({ id }) => id));
    const prefix = `${url}/`;
    const left = [...unsent].filter((name) => name.startsWith(prefix) && !others.has(name));
    const ready = left.filter((name) => !open.has(name)).map((name) => name.slice(prefix.length));
    return { ready, isAll: ready.length === left.length };
  }
}
