import type { DrawerEntry } from "@quire/client";
import { writeMarkdown } from "./entry-words.ts";

/** Downloads an entry as Markdown, as a file of that name. */
export async function downloadEntry(entry: DrawerEntry, name: string): Promise<void> {
  const url = URL.createObjectURL(new Blob([await writeMarkdown(entry)], { type: "text/markdown" }));
  const link = document.createElement("a");
  link.href = url;
  link.download = `${name}.md`;
  link.click();
  setTimeout(() => URL.revokeObjectURL(url), 60_000);
}
