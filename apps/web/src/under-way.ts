import type { Session } from "@quire/client";
import type { StoredFile, UploadWatch } from "@quire/editor";
import type { Device, FileOnItsWay } from "./device/device.ts";
import type { Stored } from "./device/store-file.ts";
import { holdOpen, wouldLose } from "./leaving.ts";

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
  watch: Pick<UploadWatch, "signal" | "left" | "place">,
  send: (onItsWay: FileOnItsWay) => Promise<Stored>,
): Promise<StoredFile> {
  const { signal, left, place } = watch;
  const onItsWay = device.bring({ documentId: session.id, place, ...(file && { file }) });
  const release = holdOpen(session);
  const isKept = onItsWay.kept.then((kept) => kept !== undefined);
  addEventListener("beforeunload", ask);
  const stopAsking = () => removeEventListener("beforeunload", ask);
  void isKept.then((is) => is && stopAsking());
  const end = () => {
    stopAsking();
    release();
  };
  try {
    const stored = await send(onItsWay);
    // By then it stands in the text.
    setTimeout(async () => {
      await wordsAreSafe(session);
      // Whoever tries a document again that was refused closes the session before.
      if (session.ydoc.isDestroyed) await onItsWay.leave();
      else await (stored.isAtServer ? onItsWay.drop() : onItsWay.handOver());
      end();
    });
    return stored.file;
  } catch (error) {
    end();
    void fail(error instanceof Error ? error.message : "");
    throw error;
  }

  async function fail(why: string): Promise<void> {
    const kept = signal.aborted ? undefined : await onItsWay.refuse(why);
    // Shown in the text it needs no message, and may be tried again there, or left out.
    if (signal.aborted) void onItsWay.drop();
    else if (left?.aborted) device.tellNotStored(name, why, kept);
    else signal.addEventListener("abort", () => void onItsWay.drop(), { once: true });
  }
}

/** It is in this page alone. */
function ask(event: Event): void {
  event.preventDefault();
}

/** Resolves when the words of the session are on the server or on this device. */
function wordsAreSafe(session: Session): Promise<void> {
  return new Promise((resolve) => {
    const look = () => {
      if (wouldLose(session)) return;
      end();
      resolve();
    };
    const end = session.subscribe(look);
    look();
  });
}
