import { type DrawerEntry, isCopy, openDrawer } from "@quire/client";
import { newBlockId } from "@quire/schema";
import { useCallback, useEffect, useMemo, useRef, useState } from "react";
import { useLocation } from "wouter";
import { useApp } from "../app-context.ts";
import { noDevice } from "../device/no-device.ts";
import { documentName } from "../document-name.ts";
import { failureText } from "../failure-words.ts";
import { libraryOf } from "../library-store.ts";
import { ownFetch } from "../own-fetch.ts";
import { useToast } from "../use-toast.ts";
import { deedWords } from "../words/en-deeds.ts";
import type { ToolWords } from "../words/en-tools.ts";
import { createOnce } from "./create-once.ts";
import { downloadEntry } from "./download-entry.ts";
import { type EntryWords, writeMarkdown } from "./entry-words.ts";
import { putOnServer } from "./put-on-server.ts";
import { rescuedName } from "./rescued-name.ts";
import { bringFiles, takeFiles } from "./take-files.ts";

/** What somebody can do with an entry of the drawer. Each says how it went. */
export interface DrawerActions {
  copy(entry: EntryWords): Promise<void>;
  download(entry: DrawerEntry, words: EntryWords): Promise<void>;
  /** Makes a document of it; the entry stays, and says so. */
  makeDocument(entry: DrawerEntry, words: EntryWords): Promise<void>;
  /** Has the server have the document again, under its own address, and opens it. */
  putBack(entry: DrawerEntry): Promise<void>;
  /** Opens the document with the words in it, to be sent. */
  retry(entry: DrawerEntry): Promise<void>;
  /** At once, with a message that offers to undo it. */
  remove(entry: DrawerEntry, words: EntryWords): Promise<void>;
}

/** The drawer of this device, and what can be done with what is in it; `entries` is null until it was read. */
export function useDrawer(words: ToolWords["drawer"]): {
  readonly entries: readonly DrawerEntry[] | null;
  readonly actions: DrawerActions;
} {
  const app = useApp();
  const { words: allWords, api } = app;
  const { say, fail } = useToast();
  const [, navigate] = useLocation();
  const [entries, setEntries] = useState<readonly DrawerEntry[] | null>(null);
  const drawer = useMemo(() => openDrawer(), []);
  // A request that got no answer is made again under the same id: it makes one document, not two.
  const ids = useRef(new Map<string, string>());
  const refresh = useCallback(
    () => drawer.list().then(setEntries, () => fail(words.unreadable)),
    [drawer, words],
  );
  useEffect(() => {
    void refresh();
    // Another tab may have put something in, or sent it.
    const again = () => void refresh();
    window.addEventListener("focus", again);
    return () => window.removeEventListener("focus", again);
  }, [refresh]);

  async function copy({ text }: EntryWords): Promise<void> {
    try {
      await navigator.clipboard.writeText(text);
      say(words.textCopied);
    } catch {
      fail(words.textNotCopied);
    }
  }

  async function download(entry: DrawerEntry, { title }: EntryWords): Promise<void> {
    try {
      await downloadEntry(entry, documentName(allWords, title));
    } catch {
      fail(allWords.failure.notLoaded);
    }
  }

  async function makeDocument(entry: DrawerEntry, { title }: EntryWords): Promise<void> {
    const id = ids.current.get(entry.id) ?? `${newBlockId()}${newBlockId()}`;
    ids.current.set(entry.id, id);
    const named = isCopy(entry) ? words.rescuedCopy : words.rescued;
    const name = rescuedName(documentName(allWords, title), named);
    let missing: number;
    try {
      const hands = { device: await app.loadDevice().catch(() => noDevice), fetch: ownFetch };
      const move = { from: entry.documentId, to: id };
      const { markdown, ...taken } = await takeFiles(await writeMarkdown(entry), move, hands);
      const made = await createOnce(api, { id, title: name, markdown });
      if (made !== undefined) libraryOf(app).put(made);
      missing = taken.missing + (await bringFiles(taken.files, hands));
    } catch (error) {
      return fail(`${deedWords.notCreated} ${failureText(allWords, error)}`);
    }
    await drawer.rescue(entry.id, id);
    ids.current.delete(entry.id);
    await refresh();
    say(words.made(name, missing), { label: words.open, run: () => navigate(`/d/${id}`) });
  }

  async function putBack(entry: DrawerEntry): Promise<void> {
    try {
      await putOnServer(entry, { api, device: await app.loadDevice().catch(() => noDevice) });
    } catch (error) {
      return fail(`${words.notPutBack} ${failureText(allWords, error)}`);
    }
    // Its page says how it stands now.
    navigate(`/d/${entry.documentId}`);
  }

  async function retry(entry: DrawerEntry): Promise<void> {
    await drawer.retry(entry.id);
    navigate(`/d/${entry.documentId}`);
  }

  async function remove(entry: DrawerEntry, { title }: EntryWords): Promise<void> {
    const removed = await drawer.remove(entry.id);
    await refresh();
    if (removed === undefined) return;
    const run = () => void drawer.putBack(removed).then(refresh);
    const said = isCopy(entry) ? words.removedCopy : words.removed;
    say(said(documentName(allWords, title)), { label: allWords.common.undo, run });
  }

  return { entries, actions: { copy, download, makeDocument, putBack, retry, remove } };
}
