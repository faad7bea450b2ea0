import type { Session } from "@quire/client";
import type { StoredFile, Uploads, UploadWatch } from "@quire/editor";
import type { AppContext } from "./app-context.ts";
import { withoutDevice } from "./device/no-device.ts";
import { storeFile } from "./device/store-file.ts";
import { sendAgain } from "./send-again.ts";
import { sendFile } from "./send-file.ts";
import { whileUnderWay } from "./under-way.ts";

/** How a document's files get to the server. */
export type UploadWays = Pick<Uploads, "store" | "fetchImage" | "copy">;

/** What they need of the page. */
export type UploadsApp = Pick<AppContext, "words" | "loadDevice" | "filesLeft" | "messages">;

/** The ways of a session: what is not answered waits for the line, a file of one's own on the device. */
export async function openWays(session: Session, app: UploadsApp): Promise<UploadWays> {
  const loading = app.loadDevice().catch(() => withoutDevice(app));
  const [{ uploads }, device] = await Promise.all([app.words.loadTools(), loading]);
  const path = `/api/documents/${session.id}/files`;
  const line = { session, page: window };
  const keepers = { session, device };
  const sendOnce = (to: string, body: Blob, watch: Pick<UploadWatch, "signal" | "onProgress">) =>
    sendFile({ path: to, body, watch, words: uploads });
  const ask = (name: string, to: string, given: unknown, watch: UploadWatch): Promise<StoredFile> => {
    const body = new Blob([JSON.stringify(given)], { type: "application/json" });
    return whileUnderWay(keepers, { name }, watch, async () => {
      const file = await sendAgain(() => sendOnce(to, body, watch), watch, line);
      return { file, isAtServer: true };
    });
  };
  return {
    store: (file, watch) =>
      whileUnderWay(keepers, { name: file.name, file }, watch, (onItsWay) =>
        storeFile(file, watch, { line, device, onItsWay, sendOnce }),
      ),
    fetchImage: (url, watch) => ask(url, `${path}/remote`, { url }, watch),
    copy: (url, watch) => {
      const [documentId, hash] = url
        .split("/")
        .filter((part) => part !== "files")
        .slice(-2);
      return ask(url, `${path}/copy`, { documentId, hash }, watch);
    },
  };
}
