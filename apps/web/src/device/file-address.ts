/** Where the server has a file of a document, once it has it: it is named by its bytes. */
export function fileAddress(documentId: string, hash: string): string {
  return `/api/documents/${documentId}/files/${hash}`;
}

/** The document and the file at an address of this server; undefined where it is no file's. */
export function parseFileAddress(
  address: string,
): { readonly documentId: string; readonly hash: string } | undefined {
  const [, documentId, hash] = /^\/api\/documents\/([\w-]+)\/files\/([0-9a-f]{64})$/.exec(address) ?? [];
  return documentId === undefined || hash === undefined ? undefined : { documentId, hash };
}
