import { type Drawer, type DrawerEntry, openDrawer } from "@quire/client";
import { type Api, ApiError } from "../api.ts";
import type { Device } from "../device/device.ts";
import { ownFetch } from "../own-fetch.ts";
import { createOnce } from "./create-once.ts";
import { writeMarkdown } from "./entry-words.ts";
import { bringFiles, takeFiles } from "./take-files.ts";

/** Where a document is made, files are had from, and what is given back goes to. */
interface Places {
  readonly api: Pick<Api, "createDocument" | "readDocument">;
  readonly device: Pick<Device, "filesOf" | "keepFile">;
  readonly drawer?: Pick<Drawer, "retry">;
}

/**
 * Has the server make a document that it lost anew, under its own id, and gives the copy back to be sent when it is opened; its
 * files go along as far as they can be had. Where the id is taken the document is there again, for whoever may open it, or was
 * deleted: to others nothing is done. Rejects where the server does not answer, or does not make it.
 */
export async function putOnServer(
  entry: DrawerEntry,
  { api, device, drawer = openDrawer() }: Places,
): Promise<void> {
  const id = entry.documentId;
  const hands = { device, fetch: ownFetch };
  const { files } = await takeFiles(await writeMarkdown(entry), { from: id, to: id }, hands);
  if ((await createOnce(api, { id, withoutBlock: true })) === undefined) {
    const isThere = await api.readDocument(id).then(() => true, isRefused);
    if (!isThere) return;
  }
  await drawer.retry(entry.id);
  await bringFiles(files, hands);
}

/** What is not there, was deleted, or is not for whoever asks. */
const refusals: ReadonlySet<number> = new Set([403, 404, 410]);

/** False where the server has said no; it throws where nobody knows. */
function isRefused(error: unknown): false {
  if (error instanceof ApiError && refusals.has(error.status)) return false;
  throw error;
}
