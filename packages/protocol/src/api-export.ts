import { Account, Session } from "./api-accounts.ts";
import { AuditEntry } from "./api-audit.ts";
import { integerShape, listShape, nullableShape, objectShape, type ShapeOf, textShape } from "./shape.ts";

/** `GET /api/account/export`: all that is kept of somebody, as they may take it with them. No secret is in it. */
export const AccountExport = objectShape({
  account: Account,
  createdAt: integerShape({ minimum: 0 }),
  /** My picture, in base64. */
  picture: nullableShape(objectShape({ type: textShape(), data: textShape() })),
  sessions: listShape(Session),
  /** Who I am at other servers, as they told it. */
  identities: listShape(
    objectShape({
      issuer: textShape(),
      subject: textShape(),
      email: nullableShape(textShape()),
      name: nullableShape(textShape()),
      linkedAt: integerShape({ minimum: 0 }),
    }),
  ),
  groups: listShape(objectShape({ id: textShape(), name: textShape() })),
  /** Documents that were given to me, and what I may do with them. */
  shares: listShape(
    objectShape({
      documentId: textShape(),
      title: textShape(),
      role: textShape(),
      at: integerShape({ minimum: 0 }),
    }),
  ),
  /** Documents that I own. Their text is had at `/api/documents/:id/content`. */
  documents: listShape(objectShape({ id: textShape(), title: textShape() })),
  /** What I did, as far as the audit log goes back. */
  audit: listShape(AuditEntry),
});
export type AccountExport = ShapeOf<typeof AccountExport>;
