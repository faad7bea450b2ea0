import type { DocumentId } from "@quire/protocol";
import type { Commits, Write } from "./commits.ts";
import type { DocumentRecord } from "./document-record.ts";
import type { Environment } from "./environment.ts";
import { type Counted, together, type Usage } from "./usage.ts";

/** The documents' records, and their order by last change. */
export class DocumentRecords {
  readonly #environment: Pick<Environment, "documents" | "recent">;
  readonly #commits: Commits;
  readonly #usage: Usage;
  // LMDB shows a put only after its commit: until then the record is here.
  readonly #uncommitted = new Map<DocumentId, DocumentRecord>();

  constructor(environment: Pick<Environment, "documents" | "recent">, commits: Commits, usage: Usage) {
    this.#environment = environment;
    this.#usage = usage;
    this.#commits = commits;
  }

  /** The record, also of a deleted document. */
  find(id: DocumentId): DocumentRecord | undefined {
    return this.#uncommitted.get(id) ?? this.#environment.documents.get(id);
  }

  /** All of them, the deleted ones too. */
  *all(): Iterable<DocumentRecord> {
    for (const { value } of this.#environment.documents.getRange())
      yield this.#uncommitted.get(value.id) ?? value;
    for (const [id, record] of this.#uncommitted)
      if (!this.#environment.documents.doesExist(id)) yield record;
  }

  /** Those that are on disk, the deleted ones too, in the order of their ids, from behind one on. */
  *after(id: DocumentId | undefined): Iterable<DocumentRecord> {
    const start = id === undefined ? {} : { start: id, exclusiveStart: true };
    for (const { value } of this.#environment.documents.getRange(start))
      yield this.#uncommitted.get(value.id) ?? value;
  }

  /** Writes the record, with more writes in the same transaction. Resolves when it is on disk. */
  put(record: DocumentRecord, more: readonly Write[] = []): Promise<void> {
    return this.putAll([record], more);
  }

  /** The same for records that belong together. */
  async putAll(records: readonly DocumentRecord[], more: readonly Write[]): Promise<void> {
    const counted = together(records.map((record) => this.#counted(record)));
    const writes = records.flatMap((record) => this.#writes(record));
    for (const record of records) this.#uncommitted.set(record.id, record);
    try {
      await this.#commits.add([...writes, ...counted.writes, ...more]);
    } finally {
      counted.done();
      for (const record of records)
        if (this.#uncommitted.get(record.id) === record) this.#uncommitted.delete(record.id);
    }
  }

  /** Counts the document for who made it, from when it is there until it is deleted. */
  #counted(record: DocumentRecord): Counted {
    const was = this.find(record.id)?.deletedAt === null ? 1 : 0;
    const is = record.deletedAt === null ? 1 : 0;
    return this.#usage.change(record.createdBy, { documents: is - was });
  }

  /** The record, and its place in the order by last change. */
  #writes(record: DocumentRecord): Write[] {
    const { documents, recent } = this.#environment;
    const writes: Write[] = [{ database: documents, key: record.id, value: record }];
    const previous = this.find(record.id);
    if (previous !== undefined && previous.updatedAt !== record.updatedAt) {
      writes.push({ database: recent, key: [previous.updatedAt, record.id], value: undefined });
    }
    const isListed = record.deletedAt === null;
    writes.push({ database: recent, key: [record.updatedAt, record.id], value: isListed ? true : undefined });
    return writes;
  }

  /** The records that are not deleted, last changed first, from behind the cursor on. */
  *newest(after: { readonly updatedAt: number; readonly id: string } | undefined): Iterable<DocumentRecord> {
    const { recent } = this.#environment;
    const start = after === undefined ? {} : { start: [after.updatedAt, after.id], exclusiveStart: true };
    for (const key of recent.getKeys({ reverse: true, ...start })) {
      const record = Array.isArray(key) ? this.find(key[1] as DocumentId) : undefined;
      if (record !== undefined && record.deletedAt === null) yield record;
    }
  }
}
