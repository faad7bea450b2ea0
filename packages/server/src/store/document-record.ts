import type { DocumentId } from "@quire/protocol";

/** What is kept of a document beside its text. Times are milliseconds since 1970. */
export interface DocumentRecord {
  readonly id: DocumentId;
  readonly title: string;
  readonly excerpt: string;
  readonly parentId: DocumentId | null;
  readonly createdAt: number;
  readonly createdBy: string;
  readonly updatedAt: number;
  /** When it was deleted, null while it is there. */
  readonly deletedAt: number | null;
  /** Who deleted it; records that were deleted before this was kept do not say. */
  readonly deletedBy?: string;
  /** What they were called then, where the host did not say that it knows them. */
  readonly deletedByName?: string;
  /** The document that took its place when it was reset; records that were written before this was kept do not say. */
  readonly replacedBy?: DocumentId;
  /** There where it was made anew from another: the first of those, by which a host knows what people may do. */
  readonly rightsId?: DocumentId;
  /** The schema version that a page needs to show it. */
  readonly schema: number;
}
