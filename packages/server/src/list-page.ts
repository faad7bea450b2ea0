import type { DocumentList, DocumentSummary } from "@quire/protocol";
import { fail } from "./errors.ts";
import type { DocumentRecord } from "./store/document-record.ts";
import type { DocumentRecords } from "./store/document-records.ts";

/** Which part of the list is asked for. */
export interface Page {
  readonly limit: number;
  /** `next` of the page before. */
  readonly cursor?: string;
}

/** A page of the list, newest first, each record as `show` tells of it. */
export function listPage(
  records: Pick<DocumentRecords, "newest">,
  { limit, cursor }: Page,
  show: (record: DocumentRecord) => DocumentSummary,
): DocumentList {
  const documents: DocumentSummary[] = [];
  let next: string | null = null;
  for (const record of records.newest(parseCursor(cursor))) {
    if (documents.length === limit) {
      const last = documents[limit - 1];
      if (last !== undefined) next = `${last.updatedAt}~${last.id}`;
      break;
    }
    documents.push(show(record));
  }
  return { documents, next };
}

function parseCursor(cursor: string | undefined): { updatedAt: number; id: string } | undefined {
  if (cursor === undefined) return undefined;
  const [updatedAt, id] = cursor.split("~");
  if (id === undefined || !/^\d{1,16}$/.test(updatedAt ?? "")) {
    throw fail("QUIRE_ERR_BAD_REQUEST", {
      problem: `cursor is ${JSON.stringify(cursor)}; take it from "next" of the page before`,
    });
  }
  return { updatedAt: Number(updatedAt), id };
}
