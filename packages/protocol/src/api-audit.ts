import { documentIdPattern } from "./document-id.ts";
import {
  integerShape,
  listShape,
  nullableShape,
  objectShape,
  type ShapeOf,
  textShape,
  wordShape,
} from "./shape.ts";

/** What is put down in the audit log. A word of its own for each thing that somebody may ask about later. */
export const auditActions = [
  "sign-in",
  "sign-in-refused",
  "sign-out",
  "foreign-origin",
  "invite",
  "join",
  "person-change",
  "person-delete",
  "password-change",
  "email-change",
  "second-factor",
  "passkey",
  "token",
  "group-change",
  "share",
  "unshare",
  "link-make",
  "link-change",
  "link-end",
  "link-enter",
  "link-refused",
  "transfer",
  "inherits",
  "request",
  "document-create",
  "document-move",
  "document-delete",
  "document-restore",
  "document-reset",
  "export",
  "audit-download",
] as const;
export type AuditAction = (typeof auditActions)[number];

/** Milliseconds since 1970. */
const Time = integerShape({ minimum: 0, maximum: Number.MAX_SAFE_INTEGER });

/** Which entries are asked for: those that all of these hold for. `from` and `to` are both included. */
const filters = {
  person: textShape({ minLength: 1, maxLength: 128 }),
  /** A part of the name that somebody went by, in any case: guests have no account, and some accounts are gone. */
  name: textShape({ minLength: 1, maxLength: 128 }),
  action: wordShape(auditActions),
  document: textShape({ pattern: documentIdPattern }),
  from: Time,
  to: Time,
};

/** Most entries of an answer, and how many there are where nobody says. */
export const auditPageSize = { most: 200, usual: 50 } as const;

/** The query of `GET /api/audit` (owners of the server), newest first. `cursor` is the `next` of the page before. */
export const AuditQuery = objectShape(
  {},
  {
    ...filters,
    limit: integerShape({ minimum: 1, maximum: auditPageSize.most }),
    cursor: textShape({ pattern: "^\\d{1,16}-\\d{1,9}$" }),
  },
);
export type AuditQuery = ShapeOf<typeof AuditQuery>;

const entry = {
  at: Time,
  action: wordShape(auditActions),
  /** Null for who is not known. */
  personId: nullableShape(textShape()),
  /** What they went by then: the account may be gone. */
  name: nullableShape(textShape()),
  address: textShape(),
  documentId: nullableShape(textShape()),
  /** What it was done to, in a few words: another person's id, a role, the id of a link. */
  subject: nullableShape(textShape()),
};
/** Who did what, when and from where. Nothing of a document's text is kept in it, and no secret. */
export const AuditEntry = objectShape(entry, {
  /** What its document is called now, where whoever reads may open it. Files of the log have none. */
  documentTitle: textShape(),
});
export type AuditEntry = ShapeOf<typeof AuditEntry>;

/** A page of the log. It may be short, even empty, and go on at `next`: what fits no filter is looked through in parts. */
export const AuditPage = objectShape({ entries: listShape(AuditEntry), next: nullableShape(textShape()) });
export type AuditPage = ShapeOf<typeof AuditPage>;

/** What the log can be had as: a table for spreadsheets, or one JSON object a line. */
export const auditFormats = ["csv", "jsonl"] as const;

/** The query of `GET /api/audit/download` (owners of the server): all that fits, newest first; CSV where nobody says. */
export const AuditDownloadQuery = objectShape({}, { ...filters, format: wordShape(auditFormats) });
export type AuditDownloadQuery = ShapeOf<typeof AuditDownloadQuery>;
