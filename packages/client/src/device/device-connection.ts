import { openDatabase } from "./device-database.ts";

/** How long the browser may take to open its database: no press of a button waits longer for it. */
const patienceMs = 10_000;

/** Whom a connection tells what became of it. */
export interface ConnectionWatch {
  /** It was taken away, with all that was in it perhaps. */
  onGone?(): void;
  /** What was given up for being silent has answered after all, and is open now. */
  onLate?(): void;
}

/**
 * A connection to the browser's database that several parts share: made when it is first needed, and anew when it was taken away.
 * Some browsers never answer (WebKit bug 226547), and an upgrade waits for older tabs, which may be asleep: a database that is silent
 * is one that keeps nothing, until it answers.
 */
export class DeviceConnection {
  readonly #indexedDB: IDBFactory | undefined;
  readonly #watch: ConnectionWatch;
  readonly #name: string | undefined;
  #opening: Promise<IDBDatabase> | undefined;
  #isSilent = false;

  /** `indexedDB`: undefined where the browser keeps nothing for this page. `name`: of which database. Default: this page's own. */
  constructor(indexedDB: IDBFactory | undefined, watch: ConnectionWatch = {}, name?: string) {
    this.#indexedDB = indexedDB;
    this.#watch = watch;
    this.#name = name;
  }

  /** The browser was asked, and has not answered for long: what it keeps is there, and nobody knows what it is. */
  get isSilent(): boolean {
    return this.#isSilent;
  }

  /** Rejects where the browser keeps nothing for this page; the next call tries again. While it is silent each is rejected at once. */
  open(): Promise<IDBDatabase> {
    this.#opening ??= this.#open();
    return this.#opening;
  }

  async close(): Promise<void> {
    const opening = this.#opening;
    this.#opening = undefined;
    this.#isSilent = false;
    await opening?.then(
      (database) => database.close(),
      () => undefined,
    );
  }

  #open(): Promise<IDBDatabase> {
    const { promise, resolve, reject } = Promise.withResolvers<IDBDatabase>();
    const isMine = () => this.#opening === promise;
    const timer = setTimeout(() => {
      if (isMine()) this.#isSilent = true;
      reject(new Error("this browser's database does not answer"));
    }, patienceMs);
    this.#ask()
      .finally(() => clearTimeout(timer))
      .then(
        (database) => {
          if (!isMine()) {
            database.close();
            return reject(new Error("nobody wants this connection any more"));
          }
          if (!this.#isSilent) return resolve(database);
          this.#isSilent = false;
          this.#opening = Promise.resolve(database);
          this.#watch.onLate?.();
        },
        (error: unknown) => {
          if (isMine()) {
            this.#isSilent = false;
            this.#opening = undefined;
          }
          reject(error);
        },
      );
    return promise;
  }

  async #ask(): Promise<IDBDatabase> {
    if (this.#indexedDB === undefined) throw new Error("this browser keeps nothing for this page");
    const onGone = () => {
      this.#opening = undefined;
      this.#watch.onGone?.();
    };
    return openDatabase(this.#indexedDB, onGone, this.#name);
  }
}
