import { join } from "node:path";
import type {
  ContentFormat,
  CreateDocument,
  DocumentId,
  DocumentList,
  DocumentSummary,
  LibraryEvent,
  Person,
  ResetDocument,
  Trash,
} from "@quire/protocol";
import type { FastifyBaseLogger } from "fastify";
import type { Around, Done } from "./action.ts";
import { type DocumentContent, Documents } from "./documents.ts";
import { fail } from "./errors.ts";
import { Files } from "./files/files.ts";
import type { Page } from "./list-page.ts";
import type { Counts } from "./metrics/counts.ts";
import type { CheckedOptions } from "./options.ts";
import type { AroundMove } from "./places.ts";
import { boundsText } from "./quotas.ts";
import { openStore, type Store } from "./store/store.ts";
import type { Heart } from "./sync/heart.ts";
import type { Tally } from "./sync/tally.ts";
import type { TrashPage } from "./trash.ts";

/**
 * The documents by name, over the store and the open rooms: what the HTTP API does. Writes resolve after their flush. Where the store
 * begins to fail meanwhile they reject with QUIRE_ERR_STORE_FAILED, and are done, and `done` is told, when it takes writes again.
 */
export interface Library {
  /** Whether the store takes writes. */
  readonly isReady: boolean;
  readonly counts: Counts;
  /** Beats for whoever looks after a socket. */
  readonly heart: Heart;
  /** Sockets by address. */
  readonly socketsFrom: Tally;
  /** Documents that are open. */
  readonly roomCount: number;
  /** A page of the documents, newest first, without the deleted ones and those that whoever asks does not see. */
  list(page: Page): Promise<DocumentList>;
  /** A page of what was deleted, the last first, of what whoever asks may restore. */
  trash(page: TrashPage): Promise<Trash>;
  /** Throws QUIRE_ERR_DOCUMENT_NOT_FOUND or QUIRE_ERR_DOCUMENT_DELETED where there is none to show. */
  get(id: DocumentId): DocumentSummary;
  /** Rejects with QUIRE_ERR_DOCUMENT_TAKEN or QUIRE_ERR_PARENT_NOT_FOUND. `before` is asked once its text is read. */
  create(body: CreateDocument, person: Person, around?: Around): Promise<DocumentSummary>;
  /** Puts it below another, or below none, with all that is below it. `before` is asked once that is known to be possible. */
  move(id: DocumentId, parentId: DocumentId | null, around?: AroundMove): Promise<DocumentSummary>;
  rename(id: DocumentId, title: string, person: Person): Promise<DocumentSummary>;
  /** Soft: it leaves the list, whoever has it open is told, and `restore` brings it back. */
  delete(id: DocumentId, person: Person, done?: Done): Promise<void>;
  /** The document, or one that was replaced, comes back as it was. */
  restore(id: DocumentId, done?: Done): Promise<DocumentSummary>;
  /** Begins the document anew under a new id; whoever has it open, or comes to it, is told which. `before` is asked once its text is read. */
  reset(id: DocumentId, body: ResetDocument, person: Person, around?: Around): Promise<DocumentSummary>;
  /** The text as it is now: all that was acknowledged is in it. */
  content(id: DocumentId, format: ContentFormat, titled?: boolean): Promise<DocumentContent>;
  /** Who has it open, each once. */
  present(id: DocumentId): readonly Person[];
  /** The person's open sockets show the new name from now on. */
  renamePerson(person: Person): void;
  /** What changes, for `/api/events`; answers with what ends it. */
  subscribe(listener: (event: LibraryEvent) => void): () => void;
  /** Waits until all is on disk, then lets the data directory go. */
  close(): Promise<void>;
}

/** What a data directory holds. */
export interface Opened {
  readonly library: Documents & Library;
  readonly files: Files;
  /** Somebody's account is gone: what is counted of them alone is let go. */
  forgetPerson(personId: string): void;
}

/** Opens the data directory. Rejects with a QUIRE_ERR_DATA_… where it cannot be used. */
export async function openLibrary(options: CheckedOptions, log: FastifyBaseLogger): Promise<Opened> {
  const store = await openStore(options.dataDir, options.commitWindowMs, {
    countsText: boundsText(options.quotas),
  });
  store.subscribe((failure) => {
    if (failure === undefined) log.info("the store takes writes again");
    else
      log.error(
        { err: failure },
        "the store does not take writes; what came in is kept in memory and tried again",
      );
  });
  const { roomGraceMs, pingMs, openRooms, quotas, nameOf } = options;
  const library = new Documents({
    store,
    roomGraceMs,
    pingMs,
    openRooms,
    quotas,
    nameOf,
    onError: (err, what) => log.error({ err }, what),
  });
  try {
    const files = await openFiles(store, library, options);
    // It fails where the store is closed before, which is told to whoever stops the server.
    const forgetPerson = (id: string): void => void store.forgetPerson(id).catch(() => undefined);
    return { library, files, forgetPerson };
  } catch (error) {
    await library.close();
    throw error;
  }
}

async function openFiles(
  store: Store,
  { counts, quotas }: Documents,
  options: CheckedOptions,
): Promise<Files> {
  const { fileBytes, documentFileBytes } = options;
  const directory = join(options.dataDir, "files");
  try {
    return await Files.open({ store, directory, counts, quotas, fileBytes, documentFileBytes });
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throw fail("QUIRE_ERR_DATA_DIR_UNUSABLE", { path: directory, reason }, { cause: error });
  }
}
