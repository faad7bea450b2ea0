import { documentIdPattern } from "./document-id.ts";
import { booleanShape, integerShape, objectShape, type ShapeOf, textShape } from "./shape.ts";

/** The form of a file's hash: SHA-256 of its bytes, as JSON Schema and RegExp read it. */
export const fileHashPattern = "^[0-9a-f]{64}$";

/** Characters of what a sender calls a file; what is kept of it is shorter. */
const Name = textShape({ maxLength: 1000 });

/** A file that a document holds: the answer to all that bring one. */
export const DocumentFile = objectShape({
  hash: textShape({ pattern: fileHashPattern }),
  /** Where it is, from this server's root on; the same for as long as the document is there. */
  url: textShape(),
  name: textShape(),
  /** What it is by its bytes; `application/octet-stream` for whatever pages may not show. */
  type: textShape(),
  size: integerShape({ minimum: 1 }),
});
export type DocumentFile = ShapeOf<typeof DocumentFile>;

/** `GET /api/documents/:id/files`: what a file may have that somebody wants to upload, and how much room there is. */
export const FileSpace = objectShape({
  fileBytes: integerShape({ minimum: 1 }),
  documentFileBytes: integerShape({ minimum: 1 }),
  /** What the document's files count, with those that are on their way; each counts as 4096 at least. */
  usedBytes: integerShape({ minimum: 0 }),
});
export type FileSpace = ShapeOf<typeof FileSpace>;

/** The query of `POST /api/documents/:id/files`, whose body is the file. */
export const UploadQuery = objectShape({}, { name: Name });
export type UploadQuery = ShapeOf<typeof UploadQuery>;

/** The body of `POST /api/documents/:id/files/remote`: an image at another server. */
export const RemoteFile = objectShape({ url: textShape({ minLength: 1, maxLength: 4096 }) }, { name: Name });
export type RemoteFile = ShapeOf<typeof RemoteFile>;

/** The body of `POST /api/documents/:id/files/copy`: a file of a document that I may read. */
export const CopyFile = objectShape({
  documentId: textShape({ pattern: documentIdPattern }),
  hash: textShape({ pattern: fileHashPattern }),
});
export type CopyFile = ShapeOf<typeof CopyFile>;

/** The query of `GET /api/documents/:id/files/:hash`. */
export const FileQuery = objectShape(
  {},
  {
    /** `true`: a file to keep, also where a page could show it. */
    download: booleanShape,
  },
);
export type FileQuery = ShapeOf<typeof FileQuery>;
