import { hashOf, holdFile, type KeptFile, type KeptFiles, platformLocks } from "@quire/client";
import type { ComingFile, FileOnItsWay } from "./device.ts";

interface Options {
  readonly files: Pick<KeptFiles, "addOnItsWay" | "has" | "of" | "refuse" | "remove" | "settle">;
  /** The name of a document's copy on this device. */
  readonly nameOf: (documentId: string) => string;
  /** Another number is on its way. */
  readonly onChange: () => void;
  /** One is on the device that nobody sends. */
  readonly onLeft: () => void;
}

/** One of them. */
interface Item {
  readonly documentId: string;
  /** What it is called on this device, where it is kept. */
  id?: string;
}

/** What this page brings into documents and is sending: counted, and kept on the device where that can be. */
export class FilesOnTheirWay {
  readonly #options: Options;
  readonly #items = new Set<Item>();

  constructor(options: Options) {
    this.#options = options;
  }

  /** How many for the document are in this page alone. */
  countOf(documentId: string): number {
    return [...this.#items].filter((item) => item.documentId === documentId && !this.#isHere(item)).length;
  }

  bring({ documentId, file, place }: ComingFile): FileOnItsWay {
    const { files, onChange, onLeft } = this.#options;
    const item: Item = { documentId };
    const { promise: isOver, resolve: over } = Promise.withResolvers<void>();
    this.#items.add(item);
    onChange();
    const kept = this.#keep(item, file, place, isOver);
    const end = async (how: (kept: KeptFile) => Promise<void>): Promise<KeptFile | undefined> => {
      const here = await kept;
      this.#items.delete(item);
      // The device may have been cleared, or its disk be full: then it is as if it was never kept.
      if (here !== undefined) await how(here).catch(() => undefined);
      over();
      onChange();
      return here;
    };
    return {
      kept,
      isHere: () => this.#isHere(item),
      drop: async () => void (await end((here) => files.remove(here))),
      handOver: async () => void (await end((here) => files.settle(here))),
      leave: async () => {
        await end(async () => undefined);
        onLeft();
      },
      refuse: async (why) => {
        const here = await end((kept) => files.refuse(kept, why));
        return here && (await this.#isStillHere(here)) ? here : undefined;
      },
    };
  }

  #isHere({ id }: Item): boolean {
    return id !== undefined && this.#options.files.has(id);
  }

  /** Looks: somebody may have taken off this device what was kept. */
  async #isStillHere({ id, name }: KeptFile): Promise<boolean> {
    const found = await this.#options.files.of(name).catch(() => []);
    return found.some((file) => file.id === id);
  }

  async #keep(
    item: Item,
    file: File | undefined,
    place: unknown,
    isOver: Promise<void>,
  ): Promise<KeptFile | undefined> {
    if (file === undefined) return undefined;
    const { files, nameOf } = this.#options;
    const { documentId } = item;
    try {
      const bytes = file.slice(0, file.size, "application/octet-stream");
      const hash = await hashOf(bytes);
      const locks = platformLocks();
      // Without locks another page could not tell that this one sends it, and would as well.
      if (hash === undefined || locks === undefined) return undefined;
      const name = nameOf(documentId);
      item.id = `${name}/${hash}/${crypto.randomUUID()}`;
      const end = await holdFile(locks, item.id);
      void isOver.then(end);
      const { name: fileName, type } = file;
      const kept = { id: item.id, name, documentId, hash, fileName, type, bytes, at: Date.now(), place };
      await files.addOnItsWay(kept);
      return kept;
    } catch {
      // A private window, or a full disk: it is in the page alone.
      return undefined;
    }
  }
}
