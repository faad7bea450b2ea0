import { Readable } from "node:stream";
import { setImmediate } from "node:timers/promises";
import type { AuditEntry } from "@quire/protocol";
import type { Audit, AuditFilter } from "./audit.ts";

/** How much is read at once; others have their turn in between. */
const rowsAtOnce = 1_000;

const columns = ["at", "action", "personId", "name", "address", "documentId", "subject"] as const;

/** Writes entries as lines of a file. */
export interface AuditFileFormat {
  readonly type: string;
  readonly extension: string;
  readonly head: string;
  line(entry: AuditEntry): string;
}

/** What the log can be had as. */
export const auditFileFormats = {
  csv: {
    type: "text/csv; charset=utf-8",
    extension: "csv",
    // Spreadsheets take it for another alphabet without the mark at its beginning.
    head: `\u{feff}${columns.join(",")}\r\n`,
    line: (entry) =>
      `${columns.map((column) => cell(column === "at" ? new Date(entry.at).toISOString() : entry[column])).join(",")}\r\n`,
  },
  jsonl: {
    type: "application/jsonl; charset=utf-8",
    extension: "jsonl",
    head: "",
    line: (entry) => `${JSON.stringify(entry)}\n`,
  },
} as const satisfies Record<string, AuditFileFormat>;

/** All entries that fit, newest first, as they are read: however long the log is, little of it is in memory. */
export function auditFile(audit: Audit, filter: AuditFilter, format: AuditFileFormat): Readable {
  return Readable.from(partsOf(audit, filter, format));
}

async function* partsOf(audit: Audit, filter: AuditFilter, format: AuditFileFormat): AsyncGenerator<string> {
  if (format.head !== "") yield format.head;
  let after: string | undefined;
  do {
    const { entries, next } = audit.read(filter, { limit: rowsAtOnce, after });
    if (entries.length > 0) yield entries.map(format.line).join("");
    after = next ?? undefined;
    await setImmediate();
  } while (after !== undefined);
}

/** A cell by RFC 4180. What a spreadsheet would take for a formula gets a quote before it, and is text. */
function cell(value: string | null): string {
  const text = value ?? "";
  const safe = /^[=+\-@\t\r]/.test(text) ? `'${text}` : text;
  return `"${safe.replaceAll('"', '""')}"`;
}
