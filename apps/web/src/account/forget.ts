import { clearDevice, thisDevice, unsentNames } from "@quire/client/device";
import { seenFilesName } from "../offline/seen-files-name.ts";
import { deviceStorage } from "../theme.ts";
import { forgetMark, marked } from "./forget-mark.ts";

/** The server has said that the person is signed out: all goes. */
const isOver = "over";

/**
 * Notes that somebody wants this device to forget what it keeps for them, and is about to ask the server to sign them out. What
 * waits here now they were asked about, unless nobody could read it; what they write after this they were not.
 */
export async function noteWish(person: string, { isRead = true } = {}): Promise<void> {
  const device = isRead ? thisDevice() : undefined;
  const agreed = device && (await unsentNames(device).catch(() => []));
  deviceStorage()?.setItem(forgetMark(person), JSON.stringify(agreed ?? []));
}

/** Notes that the server has signed them out: a page that is closed from now on is no reason to keep it. */
export function noteSignedOut(person: string): void {
  deviceStorage()?.setItem(forgetMark(person), JSON.stringify(isOver));
}

/** They keep it after all. */
export function dropWish(person: string): void {
  deviceStorage()?.removeItem(forgetMark(person));
}

/**
 * Forgets what is noted to be forgotten. To be called by a page that has nothing of this device open, once the server has said who
 * is signed in: whoever that is stays. Of who is not, and whose page was closed before the server had answered, nothing goes if
 * something waits here that they were not asked about.
 */
export async function finishForgetting(signedIn: string | undefined): Promise<void> {
  const storage = deviceStorage();
  const device = thisDevice();
  for (const [key, person] of marked(storage)) {
    const agreed = person === signedIn ? undefined : agreedIn(storage?.getItem(key));
    try {
      if (device !== undefined && agreed !== undefined)
        await clearDevice(device, { evenUnsent: agreed === isOver || agreed, keeper: person });
      storage?.removeItem(key);
      if (agreed !== undefined) await forgetPictures();
    } catch {
      // The next page that somebody could sign in at tries again.
    }
  }
}

/** Undefined for what no page of ours has noted. */
function agreedIn(mark: string | null | undefined): typeof isOver | readonly string[] | undefined {
  try {
    const said: unknown = JSON.parse(mark ?? "");
    if (said === isOver) return isOver;
    return Array.isArray(said) ? said.map(String) : undefined;
  } catch {
    return undefined;
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
