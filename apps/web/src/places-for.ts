import { allows, type DocumentSummary } from "@quire/protocol";

/**
 * The documents that one can be moved below, as far as the list tells: those that I may write in, but not itself, nor what is
 * below it, nor the one that it is below.
 */
export function placesFor(documents: readonly DocumentSummary[], id: string): readonly DocumentSummary[] {
  const parents = new Map(documents.map((document) => [document.id, document.parentId]));
  const isBelow = (at: string): boolean => {
    const seen = new Set<string>();
    for (let up: string | null | undefined = at; up != null && !seen.has(up); up = parents.get(up)) {
      if (up === id) return true;
      seen.add(up);
    }
    return false;
  };
  // Where the list does not say my role, the server has the last word.
  return documents.filter(
    (place) =>
      allows(place.role ?? "own", "edit") && place.id !== (parents.get(id) ?? null) && !isBelow(place.id),
  );
}
