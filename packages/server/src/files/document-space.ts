import type { DocumentId } from "@quire/protocol";
import { fail } from "../errors.ts";
import type { FileRecords } from "../store/file-records.ts";

/** Room in a document for a file that comes. */
export interface Reservation {
  /** Takes room for so many bytes in all. Throws QUIRE_ERR_FILES_FULL where there is not so much. */
  grow(bytes: number): void;
  /** Gives it back: the file is counted by its record, or does not come. */
  free(): void;
}

/** What the files of each document may take up, those that are on their way included. */
export class DocumentSpace {
  readonly #records: Pick<FileRecords, "bytesOf">;
  readonly #limit: number;
  /** What uploads have brought to each document that its records do not count yet. */
  readonly #coming = new Map<DocumentId, number>();

  constructor(records: Pick<FileRecords, "bytesOf">, limit: number) {
    this.#records = records;
    this.#limit = limit;
  }

  /** What the document's files take up. */
  usedBy(id: DocumentId): number {
    return this.#records.bytesOf(id) + (this.#coming.get(id) ?? 0);
  }

  reserve(id: DocumentId): Reservation {
    let mine = 0;
    const set = (bytes: number): void => {
      const coming = (this.#coming.get(id) ?? 0) + bytes - mine;
      if (coming > 0) this.#coming.set(id, coming);
      else this.#coming.delete(id);
      mine = bytes;
    };
    return {
      grow: (bytes) => {
        if (bytes <= mine) return;
        const used = this.usedBy(id) - mine;
        if (used + bytes > this.#limit) throw fail("QUIRE_ERR_FILES_FULL", { id, limit: this.#limit, used });
        set(bytes);
      },
      free: () => set(0),
    };
  }
}
