import { type Delivery, type KeptFile, openSession } from "@quire/client";
import { schemaVersion } from "@quire/schema";
import type { AppContext } from "../app-context.ts";
import { settled } from "../settled.ts";
import { sendKeptFile } from "./send-kept-file.ts";
import { storedHere } from "./store-file.ts";

/** Sends a file that an earlier page was sending, and opens its document then, so that it names it. */
export async function sendLeftFile(
  fetch: typeof globalThis.fetch,
  { loadDocumentPage }: Pick<AppContext, "loadDocumentPage">,
  url: string,
  file: KeptFile,
): Promise<Delivery> {
  const delivery = await sendKeptFile(fetch, file);
  if (delivery.type !== "done") return delivery;
  const { documentId, hash, fileName, type = "", bytes, place } = file;
  const session = openSession({ url, id: documentId, schemaVersion });
  try {
    let state = await settled(session);
    if (state === "saved") {
      const { loadPutFile } = await loadDocumentPage();
      const stored = await storedHere(documentId, hash, new File([bytes], fileName, { type }));
      (await loadPutFile())(session.ydoc, place, stored);
      // It may stand there already.
      if (session.status.state !== "saved") state = await settled(session);
    }
    return state === "saved" ? delivery : { type: "later", isUnreachable: state === "unreachable" };
  } finally {
    await session.close();
  }
}
