import type { ShelvedDocument } from "@quire/client/device";
import { useCallback, useEffect, useState } from "react";
import { useWords } from "./app-context.ts";
import { documentName } from "./document-name.ts";
import { readStorage, type StorageState, siteStorage } from "./persistence.ts";
import { usePin } from "./use-pin.ts";
import { useShelf } from "./use-shelf.ts";
import { useToast } from "./use-toast.ts";
import type { ToolWords } from "./words/en-tools.ts";

interface DeviceList {
  /** Null where the browser keeps nothing. */
  readonly documents: readonly ShelvedDocument[] | null;
  /** Null until the browser has said how it stands. */
  readonly storage: StorageState | null;
  readonly change: {
    readonly pin: (document: ShelvedDocument, isPinned: boolean) => void;
    readonly remove: (document: ShelvedDocument, evenUnsent: boolean) => void;
  };
}

/** What this device keeps, read anew after each change of it. */
export function useDeviceList(words: ToolWords["device"]): DeviceList {
  const allWords = useWords();
  const { say, fail } = useToast();
  const shelf = useShelf();
  const pin = usePin();
  const [documents, setDocuments] = useState<readonly ShelvedDocument[] | null>([]);
  const [storage, setStorage] = useState<StorageState | null>(null);

  const read = useCallback(async () => {
    try {
      setDocuments((await shelf?.list()) ?? null);
      setStorage(await readStorage(siteStorage()));
    } catch {
      setDocuments(null);
    }
  }, [shelf]);
  useEffect(() => void read(), [read]);

  async function remove(document: ShelvedDocument, evenUnsent: boolean): Promise<void> {
    const title = documentName(allWords, document.title);
    try {
      const answer = await shelf?.remove(document.id, { evenUnsent });
      if (answer === "removed") say(words.removed(title));
      else if (answer === "open") fail(words.isOpenElsewhere(title));
      else fail(words.loses);
    } catch {
      fail(words.failed);
    }
    await read();
  }

  return {
    documents,
    storage,
    change: {
      pin: (document, isPinned) => void pin(document, isPinned).then(read),
      remove: (document, evenUnsent) => void remove(document, evenUnsent),
    },
  };
}
