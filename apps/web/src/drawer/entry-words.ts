import type { DrawerEntry } from "@quire/client";
import { readDocument, readTitle, toText } from "@quire/schema";
import * as Y from "yjs";

/** What an entry of the drawer says. */
export interface EntryWords {
  readonly title: string;
  /** All of the document as it was here. */
  readonly text: string;
  /** What the server had of it, as far as that is known. */
  readonly before: string | undefined;
}

/** Reads an entry as people read a document. Of one that is broken it reads what can be read. */
export function readEntry({ state, since }: DrawerEntry): EntryWords {
  const ydoc = documentOf(state);
  const before = since && attempt(() => toText(readDocument(documentAt(ydoc, since))));
  return { title: readTitle(ydoc), text: toText(readDocument(ydoc)), before };
}

/** The entry as Markdown; what writes that is fetched when it is first asked for. */
export function writeMarkdown({ state }: DrawerEntry): Promise<string> {
  return writeMarkdownOf(documentOf(state));
}

/** The same of a document. */
export async function writeMarkdownOf(ydoc: Y.Doc): Promise<string> {
  const { toMarkdown } = await import("@quire/schema/convert");
  return toMarkdown(readDocument(ydoc));
}

function documentOf(state: Uint8Array): Y.Doc {
  // What was deleted is needed to go back to what was there before.
  const ydoc = new Y.Doc({ gc: false });
  attempt(() => Y.applyUpdate(ydoc, state));
  return ydoc;
}

/** The document without what was written since; what was deleted stays so. */
function documentAt(ydoc: Y.Doc, since: Uint8Array): Y.Doc {
  const deleted = Y.createDeleteSetFromStructStore(ydoc.store);
  return Y.createDocFromSnapshot(ydoc, Y.createSnapshot(deleted, Y.decodeStateVector(since)));
}

function attempt<Value>(work: () => Value): Value | undefined {
  try {
    return work();
  } catch {
    return undefined;
  }
}
