import { type DrawerEntry, isCopy, openSession } from "@quire/client";
import { followerIn } from "@quire/protocol";
import { readDocument, schemaVersion, toText } from "@quire/schema";
import { useEffect, useState } from "react";
import { useApp } from "../app-context.ts";
import { settled } from "../settled.ts";
import { InOrder } from "../sharing/in-order.ts";
import { type ComparedLine, compare } from "./comparison.ts";
import type { EntryWords } from "./entry-words.ts";

/** How an entry differs from what is there now, or, where that may not be read, from what the server had last. */
export type Comparison =
  | { readonly state: "reading" }
  | { readonly state: "compared"; readonly with: "now" | "before"; readonly lines: readonly ComparedLine[] }
  | { readonly state: "none" };

/** Reads what is there now, and compares. */
export function useComparison(entry: DrawerEntry, words: EntryWords): Comparison {
  const { socketOrigin } = useApp();
  const [comparison, setComparison] = useState<Comparison>({ state: "reading" });
  useEffect(() => {
    let isGone = false;
    void compareEntry(entry, words, `${socketOrigin}/sync`).then((done) => isGone || setComparison(done));
    return () => {
      isGone = true;
    };
  }, [entry, words, socketOrigin]);
  return comparison;
}

async function compareEntry(
  entry: DrawerEntry,
  { text, before }: EntryWords,
  url: string,
): Promise<Comparison> {
  const now = await readNow(entry, url);
  // Of a document that the server does not have nothing was saved last.
  const there = now ?? (isCopy(entry) ? undefined : before);
  const lines = there === undefined ? undefined : compare(there, text);
  if (lines === undefined) return { state: "none" };
  return { state: "compared", with: now === undefined ? "before" : "now", lines };
}

/** One after the other: many entries are not as many lines at once. */
const readings = new InOrder();

/**
 * The text of the document as the server has it, or of the one that took its place; undefined where it may not be read. It is
 * opened for that, like any document that somebody reads, and not exported.
 */
function readNow({ documentId, reason }: DrawerEntry, url: string): Promise<string | undefined> {
  const id = followerIn(reason) ?? documentId;
  return readings.ask(async () => {
    // What of it is on this device may be more than the server has.
    const session = openSession({ url, id, schemaVersion, deviceCopy: false });
    const state = await settled(session);
    await session.close();
    return state === "saved" ? toText(readDocument(session.ydoc)) : undefined;
  });
}
