import type { Session } from "@quire/client";
import type { Uploads, UploadWatch } from "@quire/editor";
import type { AppContext } from "./app-context.ts";
import { noDevice } from "./device/no-device.ts";
import { storeFile } from "./device/store-file.ts";
import { sendAgain } from "./send-again.ts";
import { sendFile } from "./send-file.ts";

/** How a document's files get to the server: what is not answered waits for the line, a file of one's own on the device. */
export async function openWays(
  session: Session,
  { words, loadDevice }: Pick<AppContext, "words" | "loadDevice">,
): Promise<Pick<Uploads, "store" | "fetchImage" | "copy">> {
  const [{ uploads }, device] = await Promise.all([words.loadTools(), loadDevice().catch(() => noDevice)]);
  const path = `/api/documents/${session.id}/files`;
  const line = { session, page: window };
  const sendOnce = (to: string, body: Blob, watch: UploadWatch) =>
    sendFile({ path: to, body, watch, words: uploads });
  const ask = (to: string, given: unknown, watch: UploadWatch) => {
    const body = new Blob([JSON.stringify(given)], { type: "application/json" });
    return sendAgain(() => sendOnce(to, body, watch), watch, line);
  };
  return {
    store: (file, watch) => storeFile(file, watch, { line, device, sendOnce }),
    fetchImage: (url, watch) => ask(`${path}/remote`, { url }, watch),
    copy: (url, watch) => {
      const [documentId, hash] = url
        .split("/")
        .filter((part) => part !== "files")
        .slice(-2);
      return ask(`${path}/copy`, { documentId, hash }, watch);
    },
  };
}
