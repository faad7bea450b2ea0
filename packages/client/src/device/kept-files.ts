import type { Delivery } from "./delivery.ts";
import type { DeviceConnection } from "./device-connection.ts";
import { answered, committed, filesStore } from "./device-database.ts";
import { Sender, type SenderPlatform } from "./sender.ts";

/** A file that was put into a document and is not at the server yet. */
export interface KeptFile {
  /** The document and the hash: the same file put in twice is one. */
  readonly id: string;
  /** The name of the document's copy on this device. */
  readonly name: string;
  readonly documentId: string;
  /** SHA-256 of the bytes, as the server names it. */
  readonly hash: string;
  readonly fileName: string;
  readonly bytes: Blob;
  readonly at: number;
  /** Why the server will never take it, in a sentence for people. */
  readonly refusal?: string;
  /** What its name on the device that it came from says that it is, such as `image/png`: only a hint. */
  readonly type?: string;
  /** Where it is to stand in its document, which does not name it yet: whoever brought it is sending it (`LeftFiles`). */
  readonly place?: unknown;
}

/** What kept files are opened with. */
export interface KeptFilesOptions extends SenderPlatform {
  readonly connection: DeviceConnection;
  /** Whether the server has the document that it is for. */
  canSend(documentId: string): boolean;
  /** Sends it. It may be there already: then it is done. */
  send(file: KeptFile): Promise<Delivery>;
  /** Another number of files waits, or one was refused. */
  onChange(): void;
  onRefused(file: KeptFile, why: string): void;
  /** They were taken off this device, by whoever signed out of it: what a page still has of them has to go. */
  onCleared?(): void;
}

/** What is written beside a place, for pages that know none: such a page sends what has no refusal, and lets go of it then. */
const stillOnItsWay = "It is still on its way.";

type Waiting = Pick<KeptFile, "id" | "documentId" | "hash" | "refusal" | "place">;

/** Of the tabs of one browser: they send by it, one at a time. */
export const filesSenderName = "quire-files";

/**
 * Files on their way to the server, whose bytes are durably on this device until they are there: sent one after the other, by
 * one tab at a time. One that the server refuses for good stays, with the reason, and can still be shown and fetched here.
 */
export class KeptFiles {
  readonly #options: KeptFilesOptions;
  readonly #sender: Sender;
  #waiting: readonly Waiting[] = [];

  constructor(options: KeptFilesOptions) {
    this.#options = options;
    const hooks = {
      round: () => this.#round(),
      look: () => this.#look(),
      onCleared: () => options.onCleared?.(),
    };
    this.#sender = new Sender({ ...options, ...hooks, name: filesSenderName });
  }

  /** Looks what an earlier page left, and begins to send it. */
  async open(): Promise<void> {
    await this.#look();
    this.wake();
  }

  /** Files of the document that wait, and may still be sent. */
  waitingOf(documentId: string): number {
    return this.#waiting.filter((file) => file.documentId === documentId && file.refusal === undefined)
      .length;
  }

  /** Whether this one is here, as far as was looked. */
  has(id: string): boolean {
    return this.#waiting.some((file) => file.id === id);
  }

  /** Whether the file is here and not at the server, as far as was looked. */
  isKept(documentId: string, hash: string): boolean {
    return this.#waiting.some((file) => file.documentId === documentId && file.hash === hash);
  }

  /** Resolves when the bytes are durably here; they are sent by themselves. Rejects where the device does not take them. */
  async add(file: Omit<KeptFile, "id" | "refusal" | "place">): Promise<KeptFile> {
    const kept = { ...file, id: `${file.name}/${file.hash}` };
    await this.#write((store) => store.put(kept));
    this.#sender.wake();
    return kept;
  }

  /** The same for one that has a place and is being sent by its page: it is only kept. */
  async addOnItsWay(file: KeptFile): Promise<void> {
    await this.#write((store) => store.put({ ...file, place: file.place ?? null, refusal: stillOnItsWay }));
  }

  /** What was on its way is in its document: it is sent from here, like others. */
  async settle(file: KeptFile): Promise<void> {
    await this.#change(file, (store) => {
      store.delete(file.id);
      store.put({ ...file, id: `${file.name}/${file.hash}`, place: undefined, refusal: undefined });
    });
    this.#sender.wake();
  }

  /** The server will never take it. */
  async refuse(file: KeptFile, why: string): Promise<void> {
    await this.#change(file, (store) => store.put({ ...file, place: undefined, refusal: why }));
  }

  /** It is at the server, or nobody wants it any more. */
  async remove({ id }: Pick<KeptFile, "id">): Promise<void> {
    await this.#write((store) => store.delete(id));
  }

  /** All files that are kept of the document with this name, refused ones too. */
  async of(name: string): Promise<readonly KeptFile[]> {
    const database = await this.#options.connection.open();
    return readFiles(filesIn(database).index("name").getAll(name));
  }

  /** The server may be reached again, or has a document that it lacked. */
  wake(): void {
    const isToSend = ({ refusal, place }: Waiting) => refusal === undefined && place === undefined;
    if (this.#waiting.some(isToSend)) this.#sender.wake();
  }

  close(): void {
    this.#sender.close();
  }

  async #round(): Promise<boolean> {
    let isAllSent = true;
    for (const file of await this.#all()) {
      if (file.refusal !== undefined || file.place !== undefined) continue;
      if (!this.#options.canSend(file.documentId)) continue;
      const delivery = await this.#options.send(file);
      if (delivery.type === "done") {
        await this.remove(file);
      } else if (delivery.type === "refused") {
        await this.refuse(file, delivery.why);
        this.#options.onRefused(file, delivery.why);
      } else {
        if (delivery.isUnreachable) return false;
        isAllSent = false;
      }
    }
    return isAllSent;
  }

  async #all(): Promise<readonly KeptFile[]> {
    const database = await this.#options.connection.open();
    const files = await readFiles(filesIn(database).getAll());
    return files.toSorted((one, other) => one.at - other.at);
  }

  /** What was taken off this device meanwhile does not come back. */
  #change({ id }: KeptFile, change: (store: IDBObjectStore) => void): Promise<void> {
    return this.#write((store) => {
      store.count(id).onsuccess = ({ target }) => {
        if ((target as IDBRequest<number>).result > 0) change(store);
      };
    });
  }

  async #write(change: (store: IDBObjectStore) => void): Promise<void> {
    const database = await this.#options.connection.open();
    const transaction = database.transaction(filesStore, "readwrite", { durability: "strict" });
    change(transaction.objectStore(filesStore));
    await committed(transaction);
    await this.#look();
    this.#sender.ring();
  }

  async #look(): Promise<void> {
    this.#waiting = await this.#all();
    this.#options.onChange();
  }
}

/** The files of this device, to be read. */
export function filesIn(database: IDBDatabase): IDBObjectStore {
  return database.transaction(filesStore).objectStore(filesStore);
}

/** What a request for files answers. */
export async function readFiles(asked: IDBRequest<KeptFile[]>): Promise<readonly KeptFile[]> {
  const files = await answered(asked);
  return files.map(({ refusal, ...file }) => {
    const isRefused = refusal !== undefined && file.place === undefined;
    return isRefused ? { ...file, refusal } : file;
  });
}

/** SHA-256 of the bytes, in hexadecimal; undefined where the platform does not tell (a page without https). */
export async function hashOf(bytes: Blob): Promise<string | undefined> {
  const subtle: SubtleCrypto | undefined = globalThis.crypto.subtle;
  if (subtle === undefined) return undefined;
  const hash = await subtle.digest("SHA-256", await bytes.arrayBuffer());
  return [...new Uint8Array(hash)].map((byte) => byte.toString(16).padStart(2, "0")).join("");
}
