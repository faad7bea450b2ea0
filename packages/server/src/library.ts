import type {
  ContentFormat,
  CreateDocument,
  DocumentId,
  DocumentList,
  DocumentSummary,
  LibraryEvent,
  Person,
} from "@quire/protocol";
import type { FastifyBaseLogger } from "fastify";
import { type DocumentContent, Documents } from "./documents.ts";
import type { Counts } from "./metrics/counts.ts";
import type { CheckedOptions } from "./options.ts";
import { openStore } from "./store/store.ts";
import type { Heart } from "./sync/heart.ts";

/** The documents by name, over the store and the open rooms: what the HTTP API does. Writes resolve after their flush. */
export interface Library {
  /** Whether the store takes writes. */
  readonly isReady: boolean;
  readonly counts: Counts;
  /** Beats for whoever looks after a socket. */
  readonly heart: Heart;
  /** Documents that are open. */
  readonly roomCount: number;
  /** A page of the documents, newest first, without the deleted ones. */
  list(page: { readonly limit: number; readonly cursor?: string }): DocumentList;
  /** Throws QUIRE_ERR_DOCUMENT_NOT_FOUND or QUIRE_ERR_DOCUMENT_DELETED where there is none to show. */
  get(id: DocumentId): DocumentSummary;
  /** Rejects with QUIRE_ERR_DOCUMENT_TAKEN or QUIRE_ERR_PARENT_NOT_FOUND. */
  create(body: CreateDocument, person: Person): Promise<DocumentSummary>;
  rename(id: DocumentId, title: string, person: Person): Promise<DocumentSummary>;
  /** Soft: it leaves the list, whoever has it open is told, and `restore` brings it back. */
  delete(id: DocumentId, person: Person): Promise<void>;
  restore(id: DocumentId): Promise<DocumentSummary>;
  /** The text as it is now: all that was acknowledged is in it. */
  content(id: DocumentId, format: ContentFormat): Promise<DocumentContent>;
  /** The person's open sockets show the new name from now on. */
  renamePerson(person: Person): void;
  /** What changes, for `/api/events`; answers with what ends it. */
  subscribe(listener: (event: LibraryEvent) => void): () => void;
  /** Waits until all is on disk, then lets the data directory go. */
  close(): Promise<void>;
}

/** Opens the data directory. Rejects with a QUIRE_ERR_DATA_… where it cannot be used. */
export async function openLibrary(
  options: CheckedOptions,
  log: FastifyBaseLogger,
): Promise<Documents & Library> {
  const store = await openStore(options.dataDir, options.commitWindowMs);
  store.subscribe((failure) => {
    if (failure === undefined) log.info("the store takes writes again");
    else
      log.error(
        { err: failure },
        "the store does not take writes; what came in is kept in memory and tried again",
      );
  });
  const { roomGraceMs, pingMs, openRooms } = options;
  return new Documents({
    store,
    roomGraceMs,
    pingMs,
    openRooms,
    onError: (err, what) => log.error({ err }, what),
  });
}
