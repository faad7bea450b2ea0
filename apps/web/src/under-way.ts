import type { Session } from "@quire/client";
import type { StoredFile, UploadWatch } from "@quire/editor";
import type { Device, FileOnItsWay } from "./device/device.ts";
import type { Stored } from "./device/store-file.ts";
import { hasAttribute } from "./has-attribute.ts";
import { holdOpen, warnOf, wouldLose } from "./leaving.ts";

/** What looks after something that somebody brings into a document. */
interface Keepers {
  readonly session: Session;
  readonly device: Pick<Device, "bring" | "tellNotStored">;
}

/** What is brought: a file, or something of which only the address is here. */
interface Brought {
  readonly name: string;
  readonly file?: File;
}

/**
 * Looks after something until its document names it, or nobody wants it: also when the document is left, which stays open for that.
 * Meanwhile it is counted, and whoever closes the page is asked where this device does not have it. What was not stored stays
 * on the device, with the reason, until it is tried again or left out.
 */
export async function whileUnderWay(
  { session, device }: Keepers,
  { name, file }: Brought,
  watch: Pick<UploadWatch, "signal" | "left" | "place" | "block">,
  send: (onItsWay: FileOnItsWay) => Promise<Stored>,
): Promise<StoredFile> {
  const { signal, left, place, block } = watch;
  const onItsWay = device.bring({ documentId: session.id, place, ...(file && { file }) });
  const release = holdOpen(session);
  const stopAsking = warnOf(session, () => !onItsWay.isHere());
  const end = () => {
    stopAsking();
    release();
  };
  try {
    const stored = await send(onItsWay);
    // By then it stands in the text, if it may.
    setTimeout(() => void settle(stored).finally(end));
    return stored.file;
  } catch (error) {
    end();
    void fail(error instanceof Error ? error.message : "");
    throw error;
  }

  async function settle({ file: { url }, isAtServer }: Stored): Promise<void> {
    const { ydoc } = session;
    const stands = block === undefined ? hasAttribute(ydoc, "src", url) : hasAttribute(ydoc, "id", block);
    if (stands) await wordsAreSafe(session);
    if (signal.aborted) return onItsWay.drop();
    const { status } = session;
    // Whoever tries a document again that was refused closes the session before.
    if (stands && !ydoc.isDestroyed && status.state !== "refused")
      return isAtServer ? onItsWay.drop() : onItsWay.handOver();
    await onItsWay.leave();
    // Shown in the text it may be tried again there, or left out.
    signal.addEventListener("abort", () => void onItsWay.drop(), { once: true });
    if (file !== undefined && !onItsWay.isHere()) device.tellNotStored(name, "", undefined, file);
  }

  async function fail(why: string): Promise<void> {
    const kept = signal.aborted ? undefined : await onItsWay.refuse(why);
    // Shown in the text it needs no message, and may be tried again there, or left out.
    if (signal.aborted) void onItsWay.drop();
    else if (left?.aborted) device.tellNotStored(name, why, kept);
    else signal.addEventListener("abort", () => void onItsWay.drop(), { once: true });
  }
}

/** Resolves when the words of the session are on the server or on this device, or it is closed, of which it tells no listener. */
function wordsAreSafe(session: Session): Promise<void> {
  const { ydoc } = session;
  return new Promise((resolve) => {
    const look = () => {
      if (!ydoc.isDestroyed && wouldLose(session)) return;
      end();
      ydoc.off("destroy", look);
      resolve();
    };
    const end = session.subscribe(look);
    ydoc.on("destroy", look);
    look();
  });
}
