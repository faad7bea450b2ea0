import { encodeUtf8 } from "lib0/string";

/** A document's name: 16 to 64 letters, digits, `-` or `_`. Parsed once at the edge, trusted inside. */
export type DocumentId = string & { readonly __brand: "DocumentId" };

/** The form of a document id, as JSON Schema and RegExp read it. */
export const documentIdPattern = "^[A-Za-z0-9_-]{16,64}$";

const documentId = new RegExp(documentIdPattern);

/** The id that the text names, or undefined where it is none. */
export function parseDocumentId(text: string): DocumentId | undefined {
  return documentId.test(text) ? (text as DocumentId) : undefined;
}

/** UTF-8 bytes that an open room's name may have: an LMDB key holds 1,978 at most, and a URL stays readable. */
export const maxRoomNameBytes = 512;

/** The open room that the text names: any well-formed name of 1 to 512 bytes without a control character. */
export function parseRoomName(text: string): DocumentId | undefined {
  if (text === "" || !text.isWellFormed() || hasControlCharacter(text)) return undefined;
  return encodeUtf8(text).length <= maxRoomNameBytes ? (text as DocumentId) : undefined;
}

function hasControlCharacter(text: string): boolean {
  for (let index = 0; index < text.length; index++) {
    const code = text.charCodeAt(index);
    if (code < 0x20 || code === 0x7f) return true;
  }
  return false;
}
