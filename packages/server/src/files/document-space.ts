import type { DocumentId } from "@quire/protocol";
import { fail } from "../errors.ts";
import type { Bound } from "../quotas.ts";
import type { FileRecords } from "../store/file-records.ts";

/** Room in a document for a file that comes. */
export interface Reservation {
  /** Takes room for so many bytes in all. Throws QUIRE_ERR_FILES_FULL or QUIRE_ERR_QUOTA_FULL where there is not so much. */
  grow(bytes: number): void;
  /** Gives it back: the file is counted by its record, or does not come. */
  free(): void;
}

/** What the files of each document may take up, and those of each person, those that are on their way included. */
export class DocumentSpace {
  readonly #records: Pick<FileRecords, "bytesOf">;
  readonly #limit: number;
  /** What uploads have brought to each document, and of each person, that the store does not count yet. */
  readonly #coming = new Map<string, number>();

  constructor(records: Pick<FileRecords, "bytesOf">, limit: number) {
    this.#records = records;
    this.#limit = limit;
  }

  /** What the document's files take up. */
  usedBy(id: DocumentId): number {
    return this.#used(this.#boundOf(id));
  }

  /** Room in the document, within the other bounds as well. */
  reserve(id: DocumentId, others: readonly Bound[]): Reservation {
    const bounds = [this.#boundOf(id), ...others];
    let mine = 0;
    const set = (bytes: number): void => {
      for (const { key } of bounds) this.#add(key, bytes - mine);
      mine = bytes;
    };
    return {
      grow: (bytes) => {
        if (bytes <= mine) return;
        for (const bound of bounds) {
          const used = this.#used(bound) - mine;
          if (used + bytes > bound.limit) throw bound.refusal(used);
        }
        set(bytes);
      },
      free: () => set(0),
    };
  }

  #boundOf(id: DocumentId): Bound {
    const limit = this.#limit;
    return {
      key: `document ${id}`,
      limit,
      used: () => this.#records.bytesOf(id),
      refusal: (used) => fail("QUIRE_ERR_FILES_FULL", { id, limit, used }),
    };
  }

  #used({ key, used }: Bound): number {
    return used() + (this.#coming.get(key) ?? 0);
  }

  #add(key: string, bytes: number): void {
    const coming = (this.#coming.get(key) ?? 0) + bytes;
    if (coming > 0) this.#coming.set(key, coming);
    else this.#coming.delete(key);
  }
}
