import { isStoredFile } from "@quire/schema";

/** A file that is kept. */
export interface StoredFile {
  /** Where it is. */
  readonly url: string;
  readonly name: string;
  /** What its bytes are, such as `image/png`. */
  readonly type: string;
  /** In bytes. */
  readonly size: number;
}

/** How somebody who waits for a file is told of it, and ends it. */
export interface UploadWatch {
  readonly signal: AbortSignal;
  /** Aborted when the editor is gone: it goes on, and nobody is shown there any more what came of it. */
  readonly left?: AbortSignal;
  /** Where in the document it is to stand, as JSON: for who puts it there without the editor. */
  readonly place?: unknown;
  /** The id that its block has once it stands in the document; a picture in a line has none. */
  readonly block?: string;
  /** Told how much is done, from 0 to 1. */
  onProgress(share: number): void;
  /** Told, in a sentence for people, why nothing is done for now; it goes on by itself, with how much is done then. */
  onWaiting?(why: string): void;
}

/**
 * Where the pictures and files of a document are kept. A promise that rejects with an `Error` says in its message, in a
 * sentence for people, why nothing came of it.
 */
export interface Uploads {
  /** Keeps what somebody brings. */
  store(file: File, watch: UploadWatch): Promise<StoredFile>;
  /** Gets a picture from another site, and keeps it. */
  fetchImage(url: string, watch: UploadWatch): Promise<StoredFile>;
  /** Takes a file over that another document holds, by its address there. */
  copy(url: string, watch: UploadWatch): Promise<StoredFile>;
  /** Whether this document holds the file at the address. */
  holds(url: string): boolean;
  /** Where a file can be shown from that is not at its address yet, if this device has it. Left out, none is. */
  findHere?(url: string): Promise<string | undefined>;
}

/** What is to be kept of a picture that comes along with a text. */
export function wayToKeep(uploads: Uploads, src: string): "held" | "copy" | "fetchImage" {
  if (uploads.holds(src)) return "held";
  return isStoredFile(src) ? "copy" : "fetchImage";
}
