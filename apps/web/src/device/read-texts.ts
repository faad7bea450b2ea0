import type { Shelf } from "@quire/client/device";
import { fragmentName } from "@quire/schema";
import * as Y from "yjs";
import { fold } from "../palette-search.ts";

/** Longer ones would hold up whoever types what is looked for. */
const mostBytes = 4 * 1024 * 1024;

/** As many documents are read before it is told what was found: each telling draws the list anew. */
const atOnce = 16;

/**
 * Reads what the documents on this device say, folded for the search, one after the other, last opened first. `tell` is called
 * with all that was read so far, again and again. Ends early when `signal` says so.
 */
export async function readTexts(
  shelf: Pick<Shelf, "list" | "read">,
  signal: AbortSignal,
  tell: (texts: ReadonlyMap<string, string>) => void,
): Promise<void> {
  const texts = new Map<string, string>();
  for (const { id, bytes } of await shelf.list()) {
    if (signal.aborted) return;
    if (bytes > mostBytes) continue;
    texts.set(id, fold(wordsIn(await shelf.read(id))));
    if (texts.size % atOnce === 0 && !signal.aborted) tell(new Map(texts));
  }
  if (!signal.aborted) tell(texts);
}

/** All words of a text, a line for each of its texts. */
function wordsIn(ydoc: Y.Doc): string {
  const lines: string[] = [];
  for (const text of ydoc.getXmlFragment(fragmentName).createTreeWalker((type) => type instanceof Y.Text)) {
    if (!(text instanceof Y.Text)) continue;
    const stretches: readonly { readonly insert: unknown }[] = text.toDelta();
    lines.push(stretches.map(({ insert }) => (typeof insert === "string" ? insert : "")).join(""));
  }
  ydoc.destroy();
  return lines.join("\n");
}
