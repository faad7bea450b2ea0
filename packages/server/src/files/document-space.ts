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
  /** What uploads have brought, by their bounds' keys, that the store does not count yet. */
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
      for (const { key, measure } of bounds) this.#add(key, taken(measure, bytes) - taken(measure, mine));
      mine = bytes;
    };
    return {
      grow: (bytes) => {
        if (bytes <= mine) return;
        for (const bound of bounds) {
          const used = this.#used(bound) - taken(bound.measure, mine);
          if (used + taken(bound.measure, bytes) > bound.limit) throw bound.refusal(used);
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
      measure: "bytes",
      limit,
      used: () => this.#records.bytesOf(id),
      refusal: (used) => fail("QUIRE_ERR_FILES_FULL", { id, limit, used }),
    };
  }

  #used({ key, used }: Bound): number {
    return used() + (this.#coming.get(key) ?? 0);
  }

  #add(key: string, more: number): void {
    const coming = (this.#coming.get(key) ?? 0) + more;
    if (coming > 0) this.#coming.set(key, coming);
    else this.#coming.delete(key);
  }
}

/** What a file of so many bytes takes up; one that has taken none is not there yet. */
function taken(measure: Bound["measure"], bytes: number): number {
  return measure === "bytes" ? bytes : Math.min(bytes, 1);
}
