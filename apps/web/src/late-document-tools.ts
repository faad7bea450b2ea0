import { loadFallback, loadPieces, loadRefusedWords } from "@quire/client";
import { type Editor, openCounts, openFind, openOutline } from "@quire/editor";
import type { Words } from "./words/en.ts";

/** Fetches how long a text is, and what says so. */
export function lateCounts(editor: Editor, words: Words) {
  return async () => {
    const [{ TextCounts }, counts, toolWords] = await Promise.all([
      import("./parts/text-counts.tsx"),
      openCounts(editor),
      words.loadTools(),
    ]);
    return { TextCounts, counts, words: toolWords };
  };
}

/** Fetches what a document's page needs beside its text, and makes it for this editor once. */
export function lateDocumentTools(editor: Editor, words: Words) {
  let made: ReturnType<typeof makeTools> | undefined;
  return () => {
    made ??= makeTools(editor, words);
    // What could not be fetched is asked for again.
    made.catch(() => {
      made = undefined;
    });
    return made;
  };
}

async function makeTools(editor: Editor, words: Words) {
  const [{ DocumentTools }, find, outline, counts, toolWords] = await Promise.all([
    import("./parts/document-tools.tsx"),
    openFind(editor),
    openOutline(editor),
    openCounts(editor),
    words.loadTools(),
    // What is wanted when nothing can be fetched any more: files that are dropped, new documents, long changes, words that are refused, blocked WebSockets.
    import("./upload-ways.ts"),
    import("./device/first-block.ts"),
    import("./parts/link-popover.tsx"),
    loadPieces(),
    loadFallback(),
    loadRefusedWords(),
    import("./pages/drawer.tsx"),
    import("./drawer/set-aside.ts"),
  ]);
  return { DocumentTools, find, outline, counts, words: toolWords };
}
