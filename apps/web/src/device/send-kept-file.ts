import type { Delivery, KeptFile } from "@quire/client";
import { ApiError, readAnswer } from "../api.ts";
import { deliveryAfter } from "./deliver.ts";

/** Sends a file to the document that it was put into. The server keeps the same bytes once, however often they come. */
export async function sendKeptFile(
  fetch: typeof globalThis.fetch,
  { documentId, fileName, bytes }: Pick<KeptFile, "documentId" | "fileName" | "bytes">,
): Promise<Delivery> {
  const path = `/api/documents/${documentId}/files?${new URLSearchParams({ name: fileName })}`;
  try {
    const headers = { "content-type": "application/octet-stream" };
    await readAnswer(path, () => fetch(path, { method: "POST", headers, body: bytes }));
    return { type: "done" };
  } catch (error) {
    return error instanceof ApiError ? deliveryAfter(error) : { type: "later", isUnreachable: false };
  }
}
