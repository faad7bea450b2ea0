import type { Delivery, Operation } from "@quire/client";
import type { DocumentSummary } from "@quire/protocol";
import { type Api, ApiError } from "../api.ts";
import { isPassing } from "../is-passing.ts";
import type { LibraryStore } from "../library-store.ts";

type Asked = Pick<
  Api,
  "createDocument" | "renameDocument" | "moveDocument" | "deleteDocument" | "restoreDocument"
>;

/**
 * Does an operation at the server. Resolves with the document as it is then, if it is still there; rejects with an
 * `ApiError`. `withoutBlock`: who made the document has its first block already.
 */
export async function perform(
  api: Asked,
  operation: Operation,
  withoutBlock: boolean,
): Promise<DocumentSummary | undefined> {
  const { type, id } = operation;
  switch (type) {
    case "create":
      return api.createDocument({ id, ...(withoutBlock && { withoutBlock }) });
    case "rename":
      return api.renameDocument(id, operation.title);
    case "move":
      return api.moveDocument(id, operation.parentId);
    case "trash":
      await api.deleteDocument(id);
      return undefined;
    case "restore":
      return api.restoreDocument(id);
    default:
      // A page of a newer version, open in this browser too, has put down what this one cannot do: that one does it.
      operation satisfies never;
      throw new Error("only a newer page can do what is asked");
  }
}

/** Does an operation of the outbox at the server, which may have been done by an earlier try, and shows what came of it. */
export async function deliver(
  api: Asked,
  operation: Operation,
  library: Pick<LibraryStore, "put" | "remove">,
): Promise<Delivery> {
  try {
    show(operation, await perform(api, operation, true), library);
    return { type: "done" };
  } catch (error) {
    if (!(error instanceof ApiError) || !isDone(operation, error.status)) return deliveryAfter(error);
    show(operation, undefined, library);
    return { type: "done" };
  }
}

/** Shows in the list what the server answered to an operation. */
export function show(
  { type, id }: Operation,
  document: DocumentSummary | undefined,
  library: Pick<LibraryStore, "put" | "remove">,
): void {
  if (document !== undefined) library.put(document);
  else if (type === "trash") library.remove(id);
}

/** What became of something that the server answered so. */
export function deliveryAfter(error: unknown): Delivery {
  if (!(error instanceof ApiError)) return { type: "later", isUnreachable: false };
  if (error.isUnreachable) return { type: "later", isUnreachable: true };
  return isPassing(error.status)
    ? { type: "later", isUnreachable: false }
    : { type: "refused", why: error.message };
}

/** A document whose id is taken was made by an earlier try: nobody else chooses the same 128 bits. */
function isDone({ type }: Operation, status: number): boolean {
  return (type === "create" && status === 409) || (type === "trash" && (status === 404 || status === 410));
}
