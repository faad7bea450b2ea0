import type { DocumentId } from "@quire/protocol";
import type { Done } from "./action.ts";
import { fail } from "./errors.ts";
import { OneByOne } from "./one-by-one.ts";
import type { RenamesOptions } from "./renames.ts";
import type { DocumentRecord } from "./store/document-record.ts";
import { checkStore } from "./store/durable.ts";
import type { Store } from "./store/store.ts";

/** Nothing is moved below what has so many above it: whether it would stand below itself is found by going up. */
export const mostAbove = 100;

/**
 * What is done around a move: before it where it can be, and once it is on disk. Neither where there is nothing to move. Where `done`
 * rejects, so does the move, and it is called again by whoever asks for the next one of the document, or for the same.
 */
export interface AroundMove {
  readonly before?: () => void | Promise<void>;
  readonly done?: Done;
}

export interface PlacesOptions extends Pick<RenamesOptions, "existing" | "durable" | "announce"> {
  readonly store: Pick<Store, "failure" | "subscribe" | "records">;
  /** The record, also of a deleted document. */
  readonly find: (id: DocumentId) => DocumentRecord | undefined;
}

/** Where documents stand: each below another one, or at the top. */
export class Places {
  readonly #options: PlacesOptions;
  readonly #oneByOne = new OneByOne();
  /** What was not done yet of moves that are on disk, by document. Nothing is moved on before it is: there is never much of it. */
  readonly #left = new Map<DocumentId, (() => ReturnType<Done>)[]>();

  constructor(options: PlacesOptions) {
    this.#options = options;
  }

  /** Throws QUIRE_ERR_PARENT_NOT_FOUND where nothing can be below it: it is absent, or deleted. */
  checkThere(parentId: DocumentId): void {
    if (this.#options.find(parentId)?.deletedAt !== null) throw fail("QUIRE_ERR_PARENT_NOT_FOUND", {});
  }

  /** Resolves with the record when it is there, on disk, and all was done that comes after its moves. */
  async move(
    id: DocumentId,
    parentId: DocumentId | null,
    { before, done }: AroundMove = {},
  ): Promise<DocumentRecord> {
    const { store, existing, durable } = this.#options;
    checkStore(store);
    this.moved(id, parentId);
    await durable(this.#oneByOne.do(id, () => this.#doLeft(id)));
    if (this.moved(id, parentId).length === 0) return existing(id);
    await before?.();
    // Much may have happened meanwhile. From here on nothing does until it is written: two moves make no circle.
    checkStore(store);
    const written = store.records.putAll(this.moved(id, parentId), []);
    const record = existing(id);
    const finished = this.#oneByOne.do(id, () => this.#finish(id, written, done));
    await durable(Promise.all([written, finished]));
    return record;
  }

  async #finish(id: DocumentId, written: Promise<void>, done: Done | undefined): Promise<void> {
    await written;
    this.#options.announce(id);
    if (done === undefined) return;
    this.#left.set(id, [...(this.#left.get(id) ?? []), () => done(id)]);
    await this.#doLeft(id);
  }

  /** In the order of the moves. To be called one after the other. */
  async #doLeft(id: DocumentId): Promise<void> {
    const [first, ...rest] = this.#left.get(id) ?? [];
    if (first === undefined) return;
    await first();
    if (rest.length === 0) this.#left.delete(id);
    else this.#left.set(id, rest);
    await this.#doLeft(id);
  }

  /**
   * The records as they are once the document is there; none where it is there already. Throws the coded error of what cannot
   * be moved, or not there.
   */
  moved(id: DocumentId, parentId: DocumentId | null): DocumentRecord[] {
    const record = this.#options.existing(id);
    if (parentId !== null) {
      this.checkThere(parentId);
      this.#checkNotBelow(record, parentId);
    }
    if (record.parentId === parentId) return [];
    return [...this.#before(record), record].map((each) => ({ ...each, parentId }));
  }

  #checkNotBelow(record: DocumentRecord, parentId: DocumentId): void {
    let at: DocumentId | null = parentId;
    for (let above = 0; at !== null; above++) {
      if (above === mostAbove)
        throw fail("QUIRE_ERR_PARENT_TOO_DEEP", { parent: this.#nameOf(parentId), most: mostAbove });
      const found: DocumentRecord | undefined = this.#options.find(at);
      if (found === undefined) return;
      // What stands below a document that was begun anew stands below what it became.
      if (this.#now(found).id === record.id)
        throw fail("QUIRE_ERR_PARENT_BELOW", {
          document: this.#nameOf(record.id),
          parent: this.#nameOf(parentId),
        });
      at = found.parentId;
    }
  }

  /** What it is called by whoever may write there; its id where it has no title. */
  #nameOf(id: DocumentId): string {
    return this.#options.find(id)?.title || id;
  }

  /** What became of it. */
  #now(record: DocumentRecord): DocumentRecord {
    let at = record;
    while (at.replacedBy !== undefined) {
      const next = this.#options.find(at.replacedBy);
      if (next === undefined) return at;
      at = next;
    }
    return at;
  }

  /** Those that it was begun anew from. What was below them goes up by them, and moves along. */
  #before(record: DocumentRecord): DocumentRecord[] {
    const before: DocumentRecord[] = [];
    let at = this.#options.find(record.rightsId ?? record.id);
    while (at !== undefined && at.id !== record.id) {
      before.push(at);
      at = at.replacedBy && this.#options.find(at.replacedBy);
    }
    // One of them is back, and stands for itself again.
    return at === undefined ? [] : before;
  }
}
