import type { Session } from "@quire/client";
import { excerpt, readDocument } from "@quire/schema";
import type { Transaction } from "yjs";
import type { LibraryStore } from "../library-store.ts";

/** How long nothing is written before the list is told. */
const settleMs = 500;
/** How late the time may be that the list has of a document whose first words are as they were. */
const timeMs = 60_000;
/** Blocks that are read for the first words: those of a long text are found without reading all of it. */
const firstBlocks = 40;

/**
 * Tells the list what an open document is called and how it begins: the server does not tell a page that shows no list, and
 * without a line it tells nobody. Returns what ends it.
 */
export function tellList(
  session: Pick<Session, "id" | "ydoc" | "status" | "isLoaded" | "subscribe">,
  library: Pick<LibraryStore, "known" | "put">,
  readTitle: () => string,
): () => void {
  const { id, ydoc } = session;
  let isDue = true;
  let isWritten = false;
  let timer: ReturnType<typeof setTimeout> | undefined;

  const tell = () => {
    timer = undefined;
    const { state } = session.status;
    // What is only on this device may be older than the list.
    const isTrue = isWritten || state === "saved" || state === "saving";
    if (!isDue || !isTrue || !session.isLoaded || state === "refused") return;
    const now = Date.now();
    const listed = library.known.find((document) => document.id === id);
    // Which documents I have in my list, the server says, if it can.
    const isOffline = state === "offline";
    if (listed === undefined && !(isWritten && isOffline)) return;
    const found = { title: readTitle(), excerpt: excerpt(readDocument(ydoc, firstBlocks)) };
    isDue = false;
    const isOther = listed?.title !== found.title || listed.excerpt !== found.excerpt;
    const isLate = isWritten && (isOffline || now - (listed?.updatedAt ?? 0) > timeMs);
    if (!isOther && !isLate) return;
    const updatedAt = isWritten ? now : (listed?.updatedAt ?? now);
    isWritten = false;
    library.put({ id, parentId: null, createdAt: now, people: [], ...listed, ...found, updatedAt });
  };
  const settle = () => {
    if (isDue) timer ??= setTimeout(tell, settleMs);
  };
  const written = (_: Uint8Array, __: unknown, ___: unknown, { local }: Transaction) => {
    isDue = true;
    isWritten ||= local;
    settle();
  };

  settle();
  ydoc.on("update", written);
  const unsubscribe = session.subscribe(settle);
  return () => {
    unsubscribe();
    ydoc.off("update", written);
    clearTimeout(timer);
    tell();
  };
}
