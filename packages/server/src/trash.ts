import { setImmediate as nextTurn } from "node:timers/promises";
import type { DeletedDocument, DocumentId, Person, Trash } from "@quire/protocol";
import { fail } from "./errors.ts";
import type { DocumentRecord } from "./store/document-record.ts";
import type { DocumentRecords } from "./store/document-records.ts";

/** How long one looks through the documents before others are heard. */
const turnMs = 5;

/** Which part of the trash is asked for. */
export interface TrashPage {
  readonly limit: number;
  /** `next` of the page before. */
  readonly cursor?: string;
  /** Whether whoever asks may bring the document back: what they may not, they are not told of. */
  readonly mayRestore: (id: DocumentId) => boolean | Promise<boolean>;
}

type DeletedRecord = DocumentRecord & { readonly deletedAt: number };

/** What a record says of a document that somebody deletes at this moment. */
export function deletedNow({
  id,
  name,
}: Person): Pick<DeletedRecord, "deletedAt" | "deletedBy" | "deletedByName"> {
  return { deletedAt: Date.now(), deletedBy: id, deletedByName: name };
}

/**
 * A page of what was deleted, the last first; full as long as there is more that they may restore. Nothing keeps the trash in
 * order: it is looked at seldom, and all records are gone through for it, a few milliseconds a turn.
 */
export async function trashPage(
  records: Pick<DocumentRecords, "after">,
  { limit, cursor, mayRestore }: TrashPage,
): Promise<Trash> {
  const documents: DeletedDocument[] = [];
  const after = parseCursor(cursor);
  let began = performance.now();
  for (const record of await deletedOf(records)) {
    if (after !== undefined && lastDeletedFirst(record, after) <= 0) continue;
    if (performance.now() - began > turnMs) {
      await nextTurn();
      began = performance.now();
    }
    if (!(await mayRestore(record.id))) continue;
    const last = documents.at(-1);
    if (last !== undefined && documents.length === limit)
      return { documents, next: `${last.deletedAt}~${last.id}` };
    documents.push(shown(record));
  }
  return { documents, next: null };
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

function shown(record: DeletedRecord): DeletedDocument {
  const { id, title, excerpt, deletedAt, deletedByName, replacedBy } = record;
  return { id, title, excerpt, deletedAt, deletedBy: deletedByName ?? null, replacedBy: replacedBy ?? null };
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
