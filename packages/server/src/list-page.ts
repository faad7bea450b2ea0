import { setImmediate as nextTurn } from "node:timers/promises";
import type { DocumentList, DocumentSummary } from "@quire/protocol";
import { type Grant, seenBy } from "./access.ts";
import { fail } from "./errors.ts";
import type { DocumentRecord } from "./store/document-record.ts";
import type { DocumentRecords } from "./store/document-records.ts";

/** How long one looks for documents that somebody sees before others are heard. */
const turnMs = 5;

/** Which part of the list is asked for. */
export interface Page {
  readonly limit: number;
  /** `next` of the page before. */
  readonly cursor?: string;
  /** Which documents whoever asks sees; without it, all. */
  readonly sees?: Grant["sees"];
}

/** Where in the list a page ends. */
interface Place {
  readonly updatedAt: number;
  readonly id: string;
}

/** A page of the list, newest first, each record as `show` tells of it; full as long as there is more that they see. */
export async function listPage(
  records: Pick<DocumentRecords, "newest">,
  { limit, cursor, sees }: Page,
  show: (record: DocumentRecord) => DocumentSummary,
): Promise<DocumentList> {
  const documents: DocumentSummary[] = [];
  let last: Place | undefined;
  let after = parseCursor(cursor);
  for (let isOver = false; !isOver; ) {
    const began = performance.now();
    isOver = true;
    for (const record of records.newest(after)) {
      after = record;
      const seen = seenBy(sees, record.id);
      if (seen !== undefined) {
        if (last !== undefined && documents.length === limit)
          return { documents, next: `${last.updatedAt}~${last.id}` };
        documents.push({ ...show(record), ...seen });
        last = record;
      }
      isOver = performance.now() - began < turnMs;
      if (!isOver) break;
    }
    if (!isOver) await nextTurn();
  }
  return { documents, next: null };
}

function parseCursor(cursor: string | undefined): Place | undefined {
  if (cursor === undefined) return undefined;
  const [updatedAt, id] = cursor.split("~");
  if (id === undefined || !/^\d{1,16}$/.test(updatedAt ?? "")) {
    throw fail("QUIRE_ERR_BAD_REQUEST", {
      problem: `cursor is ${JSON.stringify(cursor)}; take it from "next" of the page before`,
    });
  }
  return { updatedAt: Number(updatedAt), id };
}
