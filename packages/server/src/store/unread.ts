import type { DocumentId } from "@quire/protocol";
import type { Write } from "./commits.ts";
import type { Environment } from "./environment.ts";

/**
 * Which documents have news in their logs that their records do not tell of yet. The mark is written with the news and
 * removed with the record that tells of them, so that a process that was killed between is followed by one that knows.
 */
export class Unread {
  readonly #marks: Environment["unread"];
  /** The newest record of the log of each document that is marked, or about to be. */
  readonly #newest = new Map<DocumentId, number>();

  constructor({ unread }: Pick<Environment, "unread">) {
    this.#marks = unread;
  }

  /** What to write with the record `seq` of the document's log. */
  mark(id: DocumentId, seq: number): Write[] {
    const isMarked = this.#newest.has(id);
    this.#newest.set(id, seq);
    return isMarked ? [] : [{ database: this.#marks, key: id, value: true }];
  }

  /** What to write with a record that tells of the log up to `seq`. */
  clear(id: DocumentId, seq: number): Write[] {
    if ((this.#newest.get(id) ?? 0) > seq) return [];
    this.#newest.delete(id);
    return [{ database: this.#marks, key: id, value: undefined }];
  }

  /** The documents that an earlier process left unread. */
  left(): DocumentId[] {
    return [...this.#marks.getKeys()].map((key) => String(key) as DocumentId);
  }
}
