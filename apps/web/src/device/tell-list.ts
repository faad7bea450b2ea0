import type { Session } from "@quire/client";
import type { Transaction } from "yjs";
import type { LibraryStore } from "../library-store.ts";

/** How long nothing is written before the list is told. */
const settleMs = 500;

/** Tells the list the title of a document that is written in without a line: no server does. Returns what ends it. */
export function tellList(
  session: Pick<Session, "id" | "ydoc" | "status" | "subscribe">,
  library: Pick<LibraryStore, "known" | "put">,
  readTitle: () => string,
): () => void {
  const { id, ydoc } = session;
  let isDue = false;
  let timer: ReturnType<typeof setTimeout> | undefined;

  const tell = () => {
    timer = undefined;
    if (!isDue || session.status.state !== "offline") return;
    isDue = false;
    const updatedAt = Date.now();
    const listed = library.known.find((document) => document.id === id);
    const unlisted = { id, excerpt: "", parentId: null, createdAt: updatedAt, people: [] };
    library.put({ ...(listed ?? unlisted), title: readTitle(), updatedAt });
  };
  const settle = () => {
    timer ??= setTimeout(tell, settleMs);
  };
  const written = (_: Uint8Array, __: unknown, ___: unknown, { local }: Transaction) => {
    if (!local) return;
    isDue = true;
    settle();
  };

  ydoc.on("update", written);
  const unsubscribe = session.subscribe(settle);
  return () => {
    unsubscribe();
    ydoc.off("update", written);
    clearTimeout(timer);
    tell();
  };
}
