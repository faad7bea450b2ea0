import type { Shelf } from "@quire/client/device";
import { useEffect, useState } from "react";
import { useApp } from "./app-context.ts";
import { documentName } from "./document-name.ts";
import { askPersistence, siteStorage } from "./persistence.ts";
import type { NamedDocument } from "./use-document-actions.ts";
import { useShelf } from "./use-shelf.ts";
import { useToast } from "./use-toast.ts";

/** Pins documents to this device, and says what came of it. */
export function usePin(): (document: NamedDocument, isPinned: boolean) => Promise<void> {
  const { words, socketOrigin } = useApp();
  const { say, fail } = useToast();
  const shelf = useShelf();
  return async ({ id, title }, isPinned) => {
    const tools = await words.loadTools().catch(() => fail(words.failure.notLoaded));
    if (!tools) return;
    const { device } = tools;
    const name = documentName(words, title);
    if (shelf === undefined) return fail(device.notKept);
    try {
      await shelf.note(id, { title });
      await shelf.pin(id, isPinned);
      if (!isPinned) return say(device.unpinned(name));
      const isPersistent = await askPersistence(siteStorage());
      const isHere = (await isWhole(shelf, id)) || (await bring(shelf, socketOrigin, id));
      if (!isHere) return say(device.pinnedLater(name));
      say(isPersistent ? device.pinned(name) : device.pinnedUntilFull(name));
    } catch {
      fail(device.failed);
    }
  };
}

async function isWhole(shelf: Shelf, id: string): Promise<boolean> {
  return (await shelf.list()).some((document) => document.id === id && document.isWhole);
}

/** False where it cannot come now. */
async function bring(shelf: Shelf, socketOrigin: string, id: string): Promise<boolean> {
  try {
    const { keepWhole } = await import("./keep-whole.ts");
    return await keepWhole(shelf, socketOrigin, id);
  } catch {
    return false;
  }
}

/** Whether a document is pinned to this device, as of when it was looked up; and the other way at once. */
export function usePinned(document: NamedDocument): readonly [boolean, (isPinned: boolean) => void] {
  const shelf = useShelf();
  const pin = usePin();
  const { id } = document;
  const [isPinned, setPinned] = useState(false);
  useEffect(() => {
    let isGone = false;
    shelf?.list().then(
      (kept) => isGone || setPinned(kept.some((one) => one.id === id && one.isPinned)),
      () => undefined, // Nothing is kept where it cannot be read.
    );
    return () => {
      isGone = true;
    };
  }, [shelf, id]);
  function choose(wanted: boolean) {
    setPinned(wanted);
    void pin(document, wanted);
  }
  return [isPinned, choose];
}
