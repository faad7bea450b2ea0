import { setImmediate as nextTurn } from "node:timers/promises";
import type { DeletedDocument, DocumentId, Person, Trash } from "@quire/protocol";
import type { NameOf } from "./access.ts";
import { fail } from "./errors.ts";
import { OneByOne } from "./one-by-one.ts";
import type { DocumentRecord } from "./store/document-record.ts";
import type { DocumentRecords } from "./store/document-records.ts";

/** How long one looks through the documents before others are heard. */
const turnMs = 5;

/** Which part of the trash is asked for. */
export interface TrashPage {
  readonly limit: number;
  /** `next` of the page before. */
  readonly cursor?: string;
  /** Who asks: what one person asks for is looked for one after the other. */
  readonly personId: string;
  /** Whether whoever asks may bring the document back: what they may not, they are not told of. */
  readonly mayRestore: (id: DocumentId) => boolean | Promise<boolean>;
}

type DeletedRecord = DocumentRecord & { readonly deletedAt: number };

/** What a record says of a document that somebody deletes at this moment: their name only where the host cannot be asked for it. */
export function deletedNow(
  { id, name }: Person,
  nameOf: NameOf | undefined,
): Pick<DeletedRecord, "deletedAt" | "deletedBy" | "deletedByName"> {
  const isKnown = nameOf?.(id) !== undefined;
  return { deletedAt: Date.now(), deletedBy: id, ...(!isKnown && { deletedByName: name }) };
}

/**
 * What was deleted. Nothing keeps it in order: it is looked at seldom, and all records are gone through for it, a few milliseconds
 * a turn and once at a time. Whoever asks meanwhile shares the next look, which has all that was deleted before they asked.
 */
export class TrashPages {
  readonly #records: Pick<DocumentRecords, "after">;
  readonly #nameOf: NameOf | undefined;
  readonly #pages = new OneByOne();
  /** The look that has not begun. */
  #next: Promise<readonly DeletedRecord[]> | undefined;
  /** The end of the one before it. */
  #last: Promise<unknown> = Promise.resolve();

  constructor(records: Pick<DocumentRecords, "after">, nameOf?: NameOf) {
    this.#records = records;
    this.#nameOf = nameOf;
  }

  /** The last deleted first; full as long as there is more that they may restore. */
  page(page: TrashPage): Promise<Trash> {
    return this.#pages.do(page.personId, async () => this.#pageOf(page, await this.#deleted()));
  }

  #deleted(): Promise<readonly DeletedRecord[]> {
    if (this.#next !== undefined) return this.#next;
    const next = this.#last.then(() => {
      this.#next = undefined;
      return deletedOf(this.#records);
    });
    this.#next = next;
    // Not what it found: nobody holds that when it is shown.
    const over = (): void => undefined;
    this.#last = next.then(over, over);
    return next;
  }

  async #pageOf({ limit, cursor, mayRestore }: TrashPage, deleted: readonly DeletedRecord[]): Promise<Trash> {
    const documents: DeletedDocument[] = [];
    const after = parseCursor(cursor);
    let began = performance.now();
    for (const record of deleted) {
      if (after !== undefined && lastDeletedFirst(record, after) <= 0) continue;
      if (performance.now() - began > turnMs) {
        await nextTurn();
        began = performance.now();
      }
      if (!(await mayRestore(record.id))) continue;
      const last = documents.at(-1);
      if (last !== undefined && documents.length === limit)
        return { documents, next: `${last.deletedAt}~${last.id}` };
      documents.push(this.#shown(record));
    }
    return { documents, next: null };
  }

  #shown({
    id,
    title,
    excerpt,
    deletedAt,
    deletedBy,
    deletedByName,
    replacedBy,
  }: DeletedRecord): DeletedDocument {
    const now = deletedBy === undefined ? undefined : this.#nameOf?.(deletedBy);
    const name = now === undefined ? (deletedByName ?? null) : now;
    return { id, title, excerpt, deletedAt, deletedBy: name, replacedBy: replacedBy ?? null };
  }
}

async function deletedOf(records: Pick<DocumentRecords, "after">): Promise<readonly DeletedRecord[]> {
  const deleted: DeletedRecord[] = [];
  let last: DocumentId | undefined;
  for (let isOver = false; !isOver; ) {
    const began = performance.now();
    isOver = true;
    for (const record of records.after(last)) {
      last = record.id;
      if (isDeleted(record)) deleted.push(record);
      isOver = performance.now() - began < turnMs;
      if (!isOver) break;
    }
    if (!isOver) await nextTurn();
  }
  return deleted.sort(lastDeletedFirst);
}

function isDeleted(record: DocumentRecord): record is DeletedRecord {
  return record.deletedAt !== null;
}

/** Where in the trash something is. */
type Place = Pick<DeletedRecord, "deletedAt"> & { readonly id: string };

function lastDeletedFirst(one: Place, other: Place): number {
  return other.deletedAt - one.deletedAt || (one.id < other.id ? -1 : Number(one.id > other.id));
}

function parseCursor(cursor: string | undefined): Place | undefined {
  if (cursor === undefined) return undefined;
  const [deletedAt, id] = cursor.split("~");
  if (id === undefined || !/^\d{1,16}$/.test(deletedAt ?? "")) {
    throw fail("QUIRE_ERR_BAD_REQUEST", {
      problem: `cursor is ${JSON.stringify(cursor)}; take it from "next" of the page before`,
    });
  }
  return { deletedAt: Number(deletedAt), id };
}
