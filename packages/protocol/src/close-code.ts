import { parseDocumentId } from "./document-id.ts";

/**
 * Why a socket was closed. Final codes are 4400 to 4499: y-websocket from 3.1 stops at them and emits `closed`.
 * At every other code a client comes back.
 */
export const CloseCode = {
  /** This server is restarting. */
  restarting: 1012,
  /** The reader is too slow, or the server too busy. */
  tooBusy: 1013,
  /** Who are you? */
  unauthenticated: 4401,
  /** Not allowed. */
  forbidden: 4403,
  /** No such document. */
  notFound: 4404,
  /** This page is older than the document. */
  pageTooOld: 4409,
  /** The document was deleted or replaced. The reason names the new id, if there is one. */
  gone: 4410,
  /** A message over `maxMessageBytes`, or more text than there is room for. */
  tooLarge: 4413,
  /** What no honest client sends. */
  invalid: 4422,
  /** The store failed, or what this client sends has a hole that it did not fill. */
  storeFailed: 4500,
  /** Your role changed: come back with the new one. */
  roleChanged: 4510,
  /** Too many connects or refusals. */
  tooMany: 4529,
} as const;

/** The reason of `forbidden` for who may go on reading: what they wrote is not taken, and the document stays theirs to open. */
export const mayOnlyRead = "you may read this document, and not change it";

/** The reason of `tooLarge` for who has written as much as they may, or where all have: they may read, and delete. */
export const noRoomForText = "there is no room for more text here";

/** One of the codes that Quire closes a socket with. */
export type CloseCode = (typeof CloseCode)[keyof typeof CloseCode];

/** Whether a client must not come back by itself after this code. */
export function isFinal(code: number): boolean {
  return code >= 4400 && code < 4500;
}

/** The document that took the place of one that is gone, as the reason of `gone` names it; undefined where none did. */
export function followerIn(reason: string): string | undefined {
  return reason.split(/\s+/).find((word) => parseDocumentId(word) !== undefined);
}
