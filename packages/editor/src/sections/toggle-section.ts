import type { EditorView } from "prosemirror-view";

/** Fetches what folds. */
export function loadFolding() {
  return import("./fold-sections.ts");
}

/** Folds the section of the heading at a place, or unfolds it. Asked for the place once it can be done. */
export function toggleSection(view: EditorView, placeOf: () => number | null | undefined): void {
  loadFolding().then(
    ({ toggleFold }) => toggleFold(view, placeOf() ?? null),
    () => undefined, // the server is gone since: it stays as it is
  );
}
