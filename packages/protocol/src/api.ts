import { type Static, Type } from "typebox";
import { documentIdPattern } from "./document-id.ts";
import { Person } from "./person.ts";
import { roles } from "./role.ts";

/** Characters that a document's title may have. */
export const maxTitleLength = 200;

/** Bytes of a JSON body that creates a document. */
export const maxImportBytes = 2 * 1024 * 1024;

const Id = Type.String({ pattern: documentIdPattern });
const Title = Type.String({ maxLength: maxTitleLength });
/** Milliseconds since 1970. */
const Time = Type.Integer({ minimum: 0 });

/** A document as lists show it. */
export const DocumentSummary = Type.Object(
  {
    id: Id,
    title: Type.String(),
    /** The first words of the text. */
    excerpt: Type.String(),
    parentId: Type.Union([Id, Type.Null()]),
    createdAt: Time,
    updatedAt: Time,
    /** Who has it open now, each person once. */
    people: Type.Array(Person),
  },
  { additionalProperties: false },
);
export type DocumentSummary = Static<typeof DocumentSummary>;

/** A document with what I may do with it. */
export const DocumentDetail = Type.Object(
  { ...DocumentSummary.properties, role: Type.Enum([...roles]) },
  { additionalProperties: false },
);
export type DocumentDetail = Static<typeof DocumentDetail>;

/** `GET /api/documents`: newest first; `next` is the cursor of the page after, null at the end. */
export const DocumentList = Type.Object(
  { documents: Type.Array(DocumentSummary), next: Type.Union([Type.String(), Type.Null()]) },
  { additionalProperties: false },
);
export type DocumentList = Static<typeof DocumentList>;

/** The query of `GET /api/documents`. */
export const DocumentListQuery = Type.Object(
  {
    limit: Type.Optional(Type.Integer({ minimum: 1, maximum: 200 })),
    cursor: Type.Optional(Type.String({ maxLength: 200 })),
  },
  { additionalProperties: false },
);
export type DocumentListQuery = Static<typeof DocumentListQuery>;

/** The body of `POST /api/documents`. */
export const CreateDocument = Type.Object(
  {
    id: Type.Optional(Id),
    title: Type.Optional(Title),
    markdown: Type.Optional(Type.String()),
    parentId: Type.Optional(Type.Union([Id, Type.Null()])),
  },
  { additionalProperties: false },
);
export type CreateDocument = Static<typeof CreateDocument>;

/** The body of `PATCH /api/documents/:id`. */
export const RenameDocument = Type.Object({ title: Title }, { additionalProperties: false });
export type RenameDocument = Static<typeof RenameDocument>;

/** The forms that `GET /api/documents/:id/content` answers in. */
export const contentFormats = ["markdown", "html", "text", "json"] as const;
export type ContentFormat = (typeof contentFormats)[number];

/** `GET /api/me`. `canRename` says whether `PATCH /api/me` is open to me. */
export const Me = Type.Object({ person: Person, canRename: Type.Boolean() }, { additionalProperties: false });
export type Me = Static<typeof Me>;

/** The body of `PATCH /api/me`. */
export const RenameMe = Type.Object(
  { name: Type.String({ minLength: 1, maxLength: 200 }) },
  { additionalProperties: false },
);
export type RenameMe = Static<typeof RenameMe>;

/** Every error's body: a stable code and a sentence that names the thing, the value and the way out. */
export const ErrorBody = Type.Object(
  { code: Type.String(), message: Type.String() },
  { additionalProperties: false },
);
export type ErrorBody = Static<typeof ErrorBody>;

/** What `/api/events` says, one JSON text frame each. After `ready`, whoever listens reads the list once and applies what comes. */
export type LibraryEvent =
  | { readonly type: "ready" }
  | { readonly type: "document"; readonly document: DocumentSummary }
  | { readonly type: "deleted"; readonly id: string };
