/** An id for a document that is made here: 128 random bits, which nobody else chooses. */
export function newDocumentId(): string {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  return btoa(String.fromCharCode(...bytes))
    .replaceAll("+", "-")
    .replaceAll("/", "_")
    .replace(/=+$/, "");
}

/** The history entry of a document that was just made. */
export const newDocumentState = { isNew: true } as const;

/** Whether a history entry is that of a document that was just made. */
export function isNewDocument(state: unknown): boolean {
  return typeof state === "object" && state !== null && "isNew" in state && state.isNew === true;
}
