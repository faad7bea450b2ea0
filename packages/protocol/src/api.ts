import { documentIdPattern } from "./document-id.ts";
import { Person } from "./person.ts";
import { roles } from "./role.ts";
import {
  booleanShape,
  integerShape,
  listShape,
  nullableShape,
  objectShape,
  type ShapeOf,
  textShape,
  wordShape,
} from "./shape.ts";

/** Characters that a document's title may have. */
export const maxTitleLength = 200;

/** Bytes of a JSON body that creates a document. */
export const maxImportBytes = 2 * 1024 * 1024;

const Id = textShape({ pattern: documentIdPattern });
const Title = textShape({ maxLength: maxTitleLength });
/** Milliseconds since 1970. */
const Time = integerShape({ minimum: 0 });

const summaryFields = {
  id: Id,
  title: textShape(),
  /** The first words of the text. */
  excerpt: textShape(),
  parentId: nullableShape(Id),
  createdAt: Time,
  updatedAt: Time,
  /** Who has it open now, each person once. */
  people: listShape(Person),
};

/** A document as lists show it; `role`: what I may do with it, where lists know. */
export const DocumentSummary = objectShape(summaryFields, { role: wordShape(roles) });
export type DocumentSummary = ShapeOf<typeof DocumentSummary>;

/** A document with what I may do with it. */
export const DocumentDetail = objectShape({ ...summaryFields, role: wordShape(roles) });
export type DocumentDetail = ShapeOf<typeof DocumentDetail>;

/** `GET /api/documents`: newest first; `next` is the cursor of the page after, null at the end. */
export const DocumentList = objectShape({
  documents: listShape(DocumentSummary),
  next: nullableShape(textShape()),
});
export type DocumentList = ShapeOf<typeof DocumentList>;

/** A document in the trash. */
export const DeletedDocument = objectShape({
  id: Id,
  title: textShape(),
  /** The first words of the text. */
  excerpt: textShape(),
  deletedAt: Time,
  /** What whoever did it was called then; null where that was not kept. */
  deletedBy: nullableShape(textShape()),
  /** The document that took its place, where it was begun anew. */
  replacedBy: nullableShape(Id),
});
export type DeletedDocument = ShapeOf<typeof DeletedDocument>;

/** `GET /api/trash`: what I may restore, the last deleted first; `next` is the cursor of the page after, null at the end. */
export const Trash = objectShape({
  documents: listShape(DeletedDocument),
  next: nullableShape(textShape()),
});
export type Trash = ShapeOf<typeof Trash>;

/** The query of `GET /api/documents` and `GET /api/trash`. */
export const DocumentListQuery = objectShape(
  {},
  { limit: integerShape({ minimum: 1, maximum: 200 }), cursor: textShape({ maxLength: 200 }) },
);
export type DocumentListQuery = ShapeOf<typeof DocumentListQuery>;

/** The body of `POST /api/documents`. */
export const CreateDocument = objectShape(
  {},
  {
    id: Id,
    title: Title,
    markdown: textShape(),
    parentId: nullableShape(Id),
    /**
     * The level-1 heading that the Markdown begins with is the title, in place of `title`, and does not stand in the text as
     * well, unless there is more in it than a title can hold.
     */
    titleFromText: booleanShape,
    /** Without the empty line that a document without Markdown begins with: who made it offline has one already, and brings it. */
    withoutBlock: booleanShape,
  },
);
export type CreateDocument = ShapeOf<typeof CreateDocument>;

/** The body of `PATCH /api/documents/:id`. */
export const RenameDocument = objectShape({ title: Title });
export type RenameDocument = ShapeOf<typeof RenameDocument>;

/** The body of `PUT /api/documents/:id/parent`: the document that it is to stand below, null for none. */
export const MoveDocument = objectShape({ parentId: nullableShape(Id) });
export type MoveDocument = ShapeOf<typeof MoveDocument>;

/** The body of `POST /api/documents/:id/reset`: what the document begins anew with, its text as it is by default. */
export const ResetDocument = objectShape({}, { markdown: textShape() });
export type ResetDocument = ShapeOf<typeof ResetDocument>;

/** The forms that `GET /api/documents/:id/content` answers in. */
export const contentFormats = ["markdown", "html", "text", "json"] as const;
export type ContentFormat = (typeof contentFormats)[number];

/** `GET /api/me`. `canRename` says whether `PATCH /api/me` is open to me. */
export const Me = objectShape({ person: Person, canRename: booleanShape });
export type Me = ShapeOf<typeof Me>;

/** The body of `PATCH /api/me`. */
export const RenameMe = objectShape({ name: textShape({ minLength: 1, maxLength: 200 }) });
export type RenameMe = ShapeOf<typeof RenameMe>;

/** Every error's body: a stable code and a sentence that names the thing, the value and the way out. */
export const ErrorBody = objectShape({ code: textShape(), message: textShape() });
export type ErrorBody = ShapeOf<typeof ErrorBody>;

/** What `/api/events` says, one JSON text frame each. After `ready`, whoever listens reads the list once and applies what comes. */
export type LibraryEvent =
  | { readonly type: "ready" }
  | { readonly type: "document"; readonly document: DocumentSummary }
  | { readonly type: "deleted"; readonly id: string };

/** Between them it says that the line lives, and within how long it says so again: scripts hear nothing of pings. */
export interface StillEvent {
  readonly type: "still";
  readonly nextMs: number;
}
