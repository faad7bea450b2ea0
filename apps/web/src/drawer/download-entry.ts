import type { DrawerEntry } from "@quire/client";
import type * as Y from "yjs";
import { writeMarkdown, writeMarkdownOf } from "./entry-words.ts";

/** Downloads an entry as Markdown, as a file of that name. */
export async function downloadEntry(entry: DrawerEntry, name: string): Promise<void> {
  download(await writeMarkdown(entry), name);
}

/** Downloads a document as it is in this page. */
export async function downloadDocument(ydoc: Y.Doc, name: string): Promise<void> {
  download(await writeMarkdownOf(ydoc), name);
}

function download(markdown: string, name: string): void {
  const url = URL.createObjectURL(new Blob([markdown], { type: "text/markdown" }));
  const link = document.createElement("a");
  link.href = url;
  link.download = `${name}.md`;
  link.click();
  setTimeout(() => URL.revokeObjectURL(url), 60_000);
}
