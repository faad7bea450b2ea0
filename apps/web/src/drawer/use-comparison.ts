import type { DrawerEntry } from "@quire/client";
import { useEffect, useState } from "react";
import { ownFetch } from "../own-fetch.ts";
import { followerIn } from "../status-words.ts";
import { type ComparedLine, compare } from "./comparison.ts";
import type { EntryWords } from "./entry-words.ts";

/** How an entry differs from what is there now, or, where that may not be read, from what the server had last. */
export type Comparison =
  | { readonly state: "reading" }
  | { readonly state: "compared"; readonly with: "now" | "before"; readonly lines: readonly ComparedLine[] }
  | { readonly state: "none" };

/** Reads what is there now, and compares. */
export function useComparison(entry: DrawerEntry, words: EntryWords): Comparison {
  const [comparison, setComparison] = useState<Comparison>({ state: "reading" });
  useEffect(() => {
    let isGone = false;
    void compareEntry(entry, words).then((done) => isGone || setComparison(done));
    return () => {
      isGone = true;
    };
  }, [entry, words]);
  return comparison;
}

async function compareEntry(entry: DrawerEntry, { text, before }: EntryWords): Promise<Comparison> {
  const now = await readNow(entry);
  const there = now ?? before;
  const lines = there === undefined ? undefined : compare(there, text);
  if (lines === undefined) return { state: "none" };
  return { state: "compared", with: now === undefined ? "before" : "now", lines };
}

/** The text of the document as the server has it, or of the one that took its place; undefined where it may not be read. */
async function readNow({ documentId, reason }: DrawerEntry): Promise<string | undefined> {
  const id = encodeURIComponent(followerIn(reason) ?? documentId);
  try {
    const response = await ownFetch(`/api/documents/${id}/content?format=text`);
    return response.ok ? await response.text() : undefined;
  } catch {
    return undefined;
  }
}
