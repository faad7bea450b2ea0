import type { DocumentSummary } from "@quire/protocol";
import { useState } from "react";
import { useLocation } from "wouter";
import { useApp } from "./app-context.ts";
import { failureText } from "./failure-words.ts";
import { readFile } from "./import-file.ts";
import { libraryOf } from "./library-store.ts";
import { useToast } from "./use-toast.ts";
import type { ToolWords } from "./words/en-tools.ts";

/** How far an import is. */
export interface ImportProgress {
  readonly done: number;
  readonly all: number;
}

/**
 * Imports files one after another, and says of each that fails why. A single document is opened, several are only
 * counted: they are in the list. `progress` is null while nothing is being imported.
 */
export function useImport(): {
  readonly progress: ImportProgress | null;
  readonly importFiles: (files: readonly File[]) => Promise<void>;
} {
  const app = useApp();
  const { api, words } = app;
  const { say, fail } = useToast();
  const [, navigate] = useLocation();
  const [progress, setProgress] = useState<ImportProgress | null>(null);

  async function importFile(file: File, tools: ToolWords): Promise<DocumentSummary | undefined> {
    try {
      const read = await readFile(file, tools);
      if (read.type === "document") return await api.createDocument(read.body);
      fail(read.text);
    } catch (error) {
      fail(`${tools.importing.notImported(file.name)} ${failureText(words, error)}`);
    }
    return undefined;
  }

  async function importFiles(files: readonly File[]): Promise<void> {
    if (files.length === 0 || progress !== null) return;
    setProgress({ done: 0, all: files.length });
    const tools = await words.loadTools().catch(() => fail(words.failure.notLoaded));
    if (!tools) return setProgress(null);
    const imported: DocumentSummary[] = [];
    for (const [done, file] of files.entries()) {
      setProgress({ done, all: files.length });
      const document = await importFile(file, tools);
      if (document === undefined) continue;
      libraryOf(app).put(document);
      imported.push(document);
    }
    setProgress(null);
    const [only] = imported;
    if (only !== undefined && files.length === 1) navigate(`/d/${only.id}`);
    else if (imported.length > 0) say(tools.importing.imported(imported.length));
  }

  return { progress, importFiles };
}
