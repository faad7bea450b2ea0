import type { DocumentSummary } from "@quire/protocol";
import { type Api, ApiError } from "../api.ts";

/** Makes a document under an id that the page says; undefined where the id is taken, as by an earlier try that got no answer. */
export async function createOnce(
  api: Pick<Api, "createDocument">,
  body: Parameters<Api["createDocument"]>[0],
): Promise<DocumentSummary | undefined> {
  try {
    return await api.createDocument(body);
  } catch (error) {
    if (error instanceof ApiError && error.code === "QUIRE_ERR_DOCUMENT_TAKEN") return undefined;
    throw error;
  }
}
