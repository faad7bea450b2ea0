import type { Operation } from "@quire/client";
import type { DocumentSummary } from "@quire/protocol";

/** The documents as they will be when what waits is done: so they are shown already. */
export function withOperations(
  documents: readonly DocumentSummary[],
  operations: readonly Operation[],
): readonly DocumentSummary[] {
  const shown = new Map(documents.map((document) => [document.id, document]));
  const removed = new Map<string, DocumentSummary>();
  for (const operation of operations) {
    const { id, at } = operation;
    const known = shown.get(id);
    switch (operation.type) {
      case "create":
        if (known === undefined) shown.set(id, unread(id, "", at));
        break;
      case "rename":
        if (known)
          shown.set(id, { ...known, title: operation.title, updatedAt: Math.max(known.updatedAt, at) });
        break;
      case "move":
        if (known) shown.set(id, { ...known, parentId: operation.parentId });
        break;
      case "trash":
        if (known) removed.set(id, known);
        shown.delete(id);
        break;
      case "restore":
        if (known === undefined) shown.set(id, removed.get(id) ?? unread(id, operation.title, at));
        break;
      default: {
        operation satisfies never;
      }
    }
  }
  return [...shown.values()];
}

/** A document that no list has told of: whoever makes it, or may bring it back, owns it. */
function unread(id: string, title: string, at: number): DocumentSummary {
  return { id, title, excerpt: "", parentId: null, createdAt: at, updatedAt: at, people: [], role: "own" };
}
