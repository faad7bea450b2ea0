import type { Delivery } from "./delivery.ts";
import type { DeviceConnection } from "./device-connection.ts";
import { answered, committed, outboxStore } from "./device-database.ts";
import { Sender, type SenderPlatform } from "./sender.ts";

/** Something that was done to a document as a whole. `at`: when, in milliseconds since 1970; `title`: how people name it. */
export type Operation =
  | { readonly type: "create"; readonly id: string; readonly at: number }
  | {
      readonly type: "rename" | "trash" | "restore";
      readonly id: string;
      readonly at: number;
      readonly title: string;
    }
  | {
      readonly type: "move";
      readonly id: string;
      readonly at: number;
      readonly title: string;
      /** The document that it goes below; null for none. */
      readonly parentId: string | null;
    };

/** What an outbox is opened with. */
export interface OutboxOptions extends SenderPlatform {
  readonly connection: DeviceConnection;
  /** Does it at the server. It may have been done before: then it is done. */
  send(operation: Operation): Promise<Delivery>;
  /** What waits is not what it was, by this tab or another one. */
  onChange(): void;
  /** The server will never take it. */
  onRefused(operation: Operation, why: string): void;
}

interface Waiting {
  readonly key: IDBValidKey;
  readonly operation: Operation;
}

/** Of the tabs of one browser: they send by it, one at a time. */
const senderName = "quire-outbox";

/**
 * What was done to documents and is not at the server yet, durably on this device. It is sent in the order of doing, by one
 * tab at a time, until the server answers that it is done or never will be. What is refused is told and not sent again. A
 * name stays for the drawer; a document that the server does not take stays, with what was written in it, and is offered
 * again by the next page.
 */
export class Outbox {
  readonly #options: OutboxOptions;
  readonly #sender: Sender;
  readonly #listeners = new Set<() => void>();
  /** The documents that the server does not take, by the keys of what makes them, and why. */
  readonly #refused = new Map<IDBValidKey, string>();
  #waiting: readonly Waiting[] = [];
  /** What waits is known, as of some time. */
  #isRead = false;

  constructor(options: OutboxOptions) {
    this.#options = options;
    const hooks = { round: () => this.#round(), look: () => this.#look() };
    this.#sender = new Sender({ ...options, ...hooks, name: senderName });
  }

  /** What waits, in the order of doing. */
  get waiting(): readonly Operation[] {
    return this.#waiting.map(({ operation }) => operation);
  }

  /** Looks what an earlier page left, and begins to send it. Rejects where the device keeps nothing. */
  async open(): Promise<void> {
    await this.#look();
    this.#sender.wake();
  }

  /** Resolves when it is durably here; it is sent by itself. Rejects where the device does not take it. */
  async add(operation: Operation): Promise<void> {
    await this.#write((store) => store.add(operation));
    await this.#changed();
    this.#sender.wake();
  }

  /** The server may be reached again. */
  wake(): void {
    if (this.#waiting.length > 0) this.#sender.wake();
  }

  /** Whether the document was made here and the server may still take it. */
  isMaking(id: string): boolean {
    return this.#waiting.some(
      ({ key, operation }) => operation.type === "create" && operation.id === id && !this.#refused.has(key),
    );
  }

  /** Resolves when the server has the document that was made here, or never will. */
  async made(id: string): Promise<void> {
    // A device that did not answer when the page was opened may do so now. One that keeps nothing has made nothing.
    if (!this.#isRead) await this.#look().catch(() => undefined);
    return this.#until(() => !this.isMaking(id));
  }

  /** Resolves when nothing that was done to the document waits. */
  settled(id: string): Promise<void> {
    return this.#until(() => this.#waiting.every(({ operation }) => operation.id !== id));
  }

  close(): void {
    this.#sender.close();
    this.#listeners.clear();
  }

  async #round(): Promise<boolean> {
    // Read anew: another tab may have sent some of it.
    await this.#look();
    const held = new Set<string>();
    let isAllSent = true;
    for (const waiting of this.#waiting) {
      const { operation } = waiting;
      const { id } = operation;
      if (this.#refused.has(waiting.key)) held.add(id);
      const place = operation.type === "move" ? operation.parentId : null;
      const whyNoPlace = this.#whyNotMade(place);
      // Nothing goes below what the server does not have yet.
      if (whyNoPlace === undefined && place !== null && held.has(place)) held.add(id);
      if (held.has(id) && !this.#ends(waiting)) continue;
      const delivery = await this.#send(operation, whyNoPlace);
      if (delivery.type === "done") await this.#remove(waiting);
      else if (delivery.type === "refused") await this.#refuse(waiting, delivery.why);
      else if (delivery.isUnreachable) return false;
      // The server answers, and not to this: what was done to other documents need not wait for it.
      else isAllSent = false;
      if (delivery.type !== "done") held.add(id);
    }
    return isAllSent;
  }

  /** `whyNoPlace`: the server does not take what it would go below, so there is nothing to ask. */
  async #send(operation: Operation, whyNoPlace: string | undefined): Promise<Delivery> {
    if (whyNoPlace !== undefined) return { type: "refused", why: whyNoPlace };
    return this.#options.send(operation);
  }

  /** Why the server does not take a document that was made here; undefined for any other, and while it may yet. */
  #whyNotMade(id: string | null): string | undefined {
    const making = this.#waiting.find(({ operation }) => operation.type === "create" && operation.id === id);
    return making && this.#refused.get(making.key);
  }

  /** Whether it throws away a document that the server would not take: nothing is left to offer. */
  #ends({ operation }: Waiting): boolean {
    const isRefused = ({ key, operation: { id } }: Waiting) => id === operation.id && this.#refused.has(key);
    return operation.type === "trash" && this.#waiting.some(isRefused);
  }

  /** What would bring back a document that is not thrown away. */
  #undoOf({ operation: { type, id } }: Waiting): Waiting | undefined {
    if (type !== "trash") return undefined;
    return this.#waiting.find(({ operation }) => operation.type === "restore" && operation.id === id);
  }

  async #remove(ended: Waiting, undo?: Waiting): Promise<void> {
    const at = this.#waiting.findIndex(({ key }) => key === ended.key);
    const isThrownAway = this.#ends(ended);
    const isOver = ({ key, operation: { id } }: Waiting, index: number) =>
      key === ended.key || key === undo?.key || (isThrownAway && id === ended.operation.id && index < at);
    const over = this.#waiting.filter(isOver);
    await this.#write((store) => {
      for (const each of over) store.delete(each.key);
    });
    await this.#changed();
  }

  async #refuse(waiting: Waiting, why: string): Promise<void> {
    const { key, operation } = waiting;
    if (operation.type === "create") {
      this.#refused.set(key, why);
      this.#tell();
    } else {
      if (operation.type === "rename" && operation.title !== "") {
        // Somebody thought of it, and it is nowhere else.
        await this.#write((store) => store.put({ ...operation, refusal: why }, key));
        await this.#changed();
      } else {
        await this.#remove(waiting, this.#undoOf(waiting));
      }
      // This round knows what waits from before, an undo too that is gone now. What follows is for another one.
      this.#sender.wake();
    }
    this.#options.onRefused(operation, why);
  }

  async #write(change: (store: IDBObjectStore) => void): Promise<void> {
    const database = await this.#options.connection.open();
    const transaction = database.transaction(outboxStore, "readwrite", { durability: "strict" });
    change(transaction.objectStore(outboxStore));
    transaction.commit();
    await committed(transaction);
  }

  async #changed(): Promise<void> {
    await this.#look();
    this.#sender.ring();
  }

  async #look(): Promise<void> {
    const database = await this.#options.connection.open();
    const store = database.transaction(outboxStore).objectStore(outboxStore);
    const [keys, operations] = await Promise.all([
      answered(store.getAllKeys()),
      answered<Operation[]>(store.getAll()),
    ]);
    this.#waiting = operations.flatMap((operation, index) => {
      const key = keys[index];
      return key === undefined || "refusal" in operation ? [] : [{ key, operation }];
    });
    this.#isRead = true;
    this.#tell();
  }

  #tell(): void {
    this.#options.onChange();
    for (const listener of this.#listeners) listener();
  }

  #until(isSo: () => boolean): Promise<void> {
    if (isSo()) return Promise.resolve();
    return new Promise((resolve) => {
      const look = () => {
        if (!isSo()) return;
        this.#listeners.delete(look);
        resolve();
      };
      this.#listeners.add(look);
    });
  }
}
