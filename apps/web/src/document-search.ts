import type { DocumentTitles, NamedDocument } from "@quire/editor";
import { documentName } from "./document-name.ts";
import type { LibraryStore } from "./library-store.ts";
import { search } from "./palette-search.ts";
import type { Words } from "./words/en.ts";

export { libraryOf } from "./library-store.ts";

/** As many as one looks through. */
const mostFound = 8;

/** The documents whose titles fit, found as the palette finds them; before anything is typed the newest. Not this one. */
export async function findDocuments(
  library: LibraryStore,
  words: Words,
  query: string,
  openId: string,
): Promise<readonly NamedDocument[]> {
  // Once for a menu, which begins with nothing typed. Where the list cannot be read, what was read before is better than none.
  if (query === "" || library.getSnapshot().phase !== "ready") await library.refresh();
  const named = library
    .getSnapshot()
    .documents.filter(({ id }) => id !== openId)
    .map(({ id, title }) => ({ id, label: documentName(words, title) }));
  return search(named, query)
    .slice(0, mostFound)
    .map(({ id, label }) => ({ id, title: label }));
}

/** What the documents of the list are called. It is read for that, if it was not yet. */
export function openTitles(library: LibraryStore, words: Words): DocumentTitles {
  if (library.getSnapshot().phase === "loading") void library.refresh();
  return {
    of(id) {
      const known = library.getSnapshot().documents.find((document) => document.id === id);
      return known && documentName(words, known.title);
    },
    watch: (changed) => library.subscribe(changed),
  };
}
