import { text } from "./attribute.ts";

const maxAddressLength = 2048;

/** Where a server of Quire's keeps a file of a document, below the place that it is registered at. */
const stored = /^(?:\/[\w-][\w.-]*)*\/api\/documents\/[\w-]{16,64}\/files\/[\da-f]{64}$/;

const remote = /^https?:\/\/[^\s"'<>\\]+$/i;

/** Whether a file is kept by the server that the page itself came from: a page may load it unasked. */
export function isStoredFile(src: string): boolean {
  return stored.test(src);
}

/** Where the bytes of a picture or a file are: with a server of Quire's, or at another site, from which nothing is loaded unasked. */
export const fileAddress = text(
  (value) => value.length <= maxAddressLength && (isStoredFile(value) || remote.test(value)),
);
