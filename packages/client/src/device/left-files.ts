import type { Delivery } from "./delivery.ts";
import type { DeviceConnection } from "./device-connection.ts";
import { filesIn, type KeptFile, type KeptFiles, readFiles } from "./kept-files.ts";
import { type OpenLocks, platformLocks } from "./open-lock.ts";
import { Sender, type SenderPlatform, sendEach } from "./sender.ts";

/** What left files are looked for with. */
export interface LeftFilesOptions extends SenderPlatform {
  readonly connection: DeviceConnection;
  readonly files: Pick<KeptFiles, "remove" | "refuse">;
  /** Whether the server has the document. */
  canSend(documentId: string): boolean;
  /** Sends it, and puts it into its document then. Either may have been done: then it is. */
  send(file: KeptFile): Promise<Delivery>;
  onRefused(file: KeptFile, why: string): void;
}

/** Of the tabs of one browser: they look by it, one at a time. */
const senderName = "quire-left-files";
const lockPrefix = "quire file ";

/**
 * Files whose page was gone before they were at the server, and that no text names yet: each is sent, one after the other, by one
 * tab at a time, and put into its document then. One that the server refuses stays, with the reason.
 */
export class LeftFiles {
  readonly #options: LeftFilesOptions;
  readonly #sender: Sender;

  constructor(options: LeftFilesOptions) {
    this.#options = options;
    const hooks = { round: () => this.#round(), look: () => Promise.resolve() };
    this.#sender = new Sender({ ...options, ...hooks, name: senderName });
  }

  /** The server may be reached. */
  wake(): void {
    this.#sender.wake();
  }

  close(): void {
    this.#sender.close();
  }

  async #round(): Promise<boolean> {
    const { ready, isAll } = await this.#find();
    return (await sendEach(ready, (file) => this.#send(file))) && isAll;
  }

  async #send(file: KeptFile): Promise<Delivery | undefined> {
    const { files, canSend, send, onRefused } = this.#options;
    if (!canSend(file.documentId)) return undefined;
    const delivery = await send(file);
    if (delivery.type === "done") await files.remove(file);
    else if (delivery.type === "refused") {
      await files.refuse(file, delivery.why);
      onRefused(file, delivery.why);
    }
    return delivery;
  }

  /** Those that are left, in the order of bringing, and whether that is all: what a page is sending is its own, as long as it is there. */
  async #find(): Promise<{ readonly ready: readonly KeptFile[]; readonly isAll: boolean }> {
    const { connection } = this.#options;
    const locks = "locks" in this.#options ? this.#options.locks : platformLocks();
    if (locks === undefined) return { ready: [], isAll: true };
    // Where nothing can be kept, nothing was left.
    const database = await connection.open().catch(() => undefined);
    if (database === undefined) return { ready: [], isAll: true };
    const all = await readFiles(filesIn(database).getAll());
    const onTheirWay = all.filter(({ place }) => place !== undefined);
    if (onTheirWay.length === 0) return { ready: [], isAll: true };
    const { held = [] } = await locks.query();
    const names = new Set(held.map(({ name }) => name));
    const ready = onTheirWay.filter(({ id }) => !names.has(lockPrefix + id));
    return {
      ready: ready.sort((one, other) => one.at - other.at),
      isAll: ready.length === onTheirWay.length,
    };
  }
}

/** Says to all tabs, for as long as this one lives, that it is sending a file. Resolves when it is said, with what ends that. */
export async function holdFile(locks: OpenLocks, id: string): Promise<() => void> {
  const { promise: ended, resolve: end } = Promise.withResolvers<void>();
  const { promise: isHeld, resolve: hold } = Promise.withResolvers<void>();
  const held = locks.request(lockPrefix + id, { mode: "shared" }, () => {
    hold();
    return ended;
  });
  // Refused is only who has lost their page.
  await Promise.race([isHeld, held.catch(() => undefined)]);
  return end;
}
