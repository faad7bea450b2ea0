import { clearDevice, keepFor, thisDevice } from "@quire/client/device";
import { seenFilesName } from "../offline/seen-files-name.ts";
import { ownerHere } from "../signed-in.ts";
import { deviceStorage } from "../theme.ts";

/** Whose copies are to go from this device, until they are gone: a page that is closed on the way is no reason to keep them. */
const markKey = "quire-forget";

/** Notes that this device is to forget what it keeps for somebody. */
export function markForgotten(person: string): void {
  deviceStorage()?.setItem(markKey, person);
}

/** It is not to forget it after all. */
export function unmarkForgotten(): void {
  deviceStorage()?.removeItem(markKey);
}

/** Forgets what is noted to be forgotten. To be called by a page that has nothing of this device open. */
export async function finishForgetting(): Promise<void> {
  const storage = deviceStorage();
  const person = storage?.getItem(markKey) ?? undefined;
  if (person === undefined) return;
  try {
    keepFor(person);
    await forgetCopies();
    storage?.removeItem(markKey);
  } catch {
    // The next page that somebody signs in at tries again.
  } finally {
    keepFor(ownerHere(document.cookie));
  }
}

/** Takes everything off this device that is kept for who this page is of, words that are nowhere else too. */
export async function forgetCopies(): Promise<void> {
  const device = thisDevice();
  if (device !== undefined) await clearDevice(device, { evenUnsent: true });
  await forgetPictures();
}

/** Takes the pictures away that this browser has shown: they are kept for nobody in particular, and the server has them. */
export async function forgetPictures(): Promise<void> {
  // Over plain http there are none.
  if ("caches" in globalThis) await caches.delete(seenFilesName).catch(() => false);
}
