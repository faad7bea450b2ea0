import { Account, Session } from "./api-accounts.ts";
import { AuditEntry } from "./api-audit.ts";
import { ApiToken, Passkey } from "./api-keys.ts";
import {
  booleanShape,
  integerShape,
  listShape,
  nullableShape,
  objectShape,
  type ShapeOf,
  textShape,
} from "./shape.ts";

/** Milliseconds since 1970. */
const Time = integerShape({ minimum: 0 });

/** `GET /api/account/export`: all that is kept of somebody, as they may take it with them. No secret is in it. */
export const AccountExport = objectShape({
  account: Account,
  createdAt: Time,
  /** My picture, in base64. */
  picture: nullableShape(objectShape({ type: textShape(), data: textShape() })),
  /** When I was here last, to the minute; null for never. */
  seenAt: nullableShape(Time),
  sessions: listShape(Session),
  /** Null where no code is asked for. */
  secondFactor: nullableShape(
    objectShape({ confirmedAt: Time, spareCodesLeft: integerShape({ minimum: 0 }) }),
  ),
  passkeys: listShape(Passkey),
  tokens: listShape(ApiToken),
  /** Links for a new password that are still good. */
  passwordLinks: listShape(objectShape({ createdAt: Time, expiresAt: Time })),
  /** Addresses that I want to sign in with and have not confirmed. */
  emailChanges: listShape(objectShape({ email: textShape(), createdAt: Time, expiresAt: Time })),
  /** Who I am at other servers, as they told it. */
  identities: listShape(
    objectShape({
      issuer: textShape(),
      subject: textShape(),
      email: nullableShape(textShape()),
      name: nullableShape(textShape()),
      linkedAt: Time,
    }),
  ),
  groups: listShape(objectShape({ id: textShape(), name: textShape() })),
  /** Documents that were given to me, and what I may do with them. */
  shares: listShape(
    objectShape({
      documentId: textShape(),
      title: textShape(),
      role: textShape(),
      at: Time,
    }),
  ),
  /** Documents that I asked to be let into. */
  requests: listShape(objectShape({ documentId: textShape(), role: textShape(), at: Time })),
  /** Links into documents that I made and that nobody ended; not what they are opened by. */
  links: listShape(
    objectShape({
      id: textShape(),
      documentId: textShape(),
      role: textShape(),
      hasPassword: booleanShape,
      expiresAt: nullableShape(Time),
      isPublic: booleanShape,
      isListed: booleanShape,
      hasPreview: booleanShape,
      createdAt: Time,
    }),
  ),
  /** Browsers in which I came to documents by links, and to which. */
  visits: listShape(objectShape({ createdAt: Time, documentIds: listShape(textShape()) })),
  /** Whom I invited and who has not come; their addresses are theirs. */
  invitations: listShape(
    objectShape({ id: textShape(), standing: textShape(), createdAt: Time, expiresAt: Time }),
  ),
  /** Documents that I own. Their text is had at `/api/documents/:id/content`. */
  documents: listShape(objectShape({ id: textShape(), title: textShape() })),
  /** What I did, as far as the audit log goes back. */
  audit: listShape(AuditEntry),
});
export type AccountExport = ShapeOf<typeof AccountExport>;
