import type { DocumentId, Person } from "@quire/protocol";
import { OneByOne } from "./one-by-one.ts";
import type { ResetsOptions } from "./resets.ts";
import type { DocumentRecord } from "./store/document-record.ts";
import { checkStore } from "./store/durable.ts";

export interface RenamesOptions extends Omit<ResetsOptions, "nameOf" | "quotas"> {
  /** Resolves once that is on disk. Rejects where it takes too long, and tells what became of it later. */
  readonly durable: <Result>(written: Promise<Result>) => Promise<Result>;
  /** Tells lists what is on disk now. */
  readonly announce: (id: DocumentId) => void;
}

/** Gives documents new titles: an edit of the text like any other, and what lists show. */
export class Renames {
  readonly #options: RenamesOptions;
  readonly #oneByOne = new OneByOne();

  constructor(options: RenamesOptions) {
    this.#options = options;
  }

  /** Two that were made of the same title at once would end as both, one behind the other. */
  rename(id: DocumentId, title: string, person: Person): Promise<DocumentRecord> {
    return this.#oneByOne.do(id, () => this.#rename(id, title, person));
  }

  async #rename(id: DocumentId, title: string, person: Person): Promise<DocumentRecord> {
    const { store, rooms, workers, existing, durable, announce } = this.#options;
    checkStore(store);
    const { schema } = existing(id);
    const { packed } = rooms.open(id, { isGated: true, schema });
    const renaming = await workers.do("rename", { state: packed.state, log: packed.log, title });
    // Much may have happened meanwhile: it may be deleted, or its room let go.
    checkStore(store);
    const record = existing(id);
    const renamed = { ...record, title: renaming.title, updatedAt: Date.now() };
    const edited = rooms.open(id, { isGated: true, schema: record.schema }).edit(renaming.update, person);
    const listed = store.records.put(renamed).then(() => announce(id));
    await durable(Promise.all([edited, listed]));
    return renamed;
  }
}
