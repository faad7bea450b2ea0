import type { DocumentSummary } from "@quire/protocol";
import { useState } from "react";
import { useLocation } from "wouter";
import { useApp } from "./app-context.ts";
import { documentName } from "./document-name.ts";
import { failureText } from "./failure-words.ts";
import { useToast } from "./use-toast.ts";

/** What names a document in a sentence. */
export type NamedDocument = Pick<DocumentSummary, "id" | "title">;

/** What people do to documents from outside of them. Each says how it went. */
export interface DocumentActions {
  /** A document is being made. */
  readonly isCreating: boolean;
  /** Makes a document and opens it with the focus in its title. */
  create(): Promise<void>;
  /** True if the title is the new one. */
  rename(document: NamedDocument, title: string): Promise<boolean>;
  /** At once, with a message that offers to undo it. */
  remove(document: NamedDocument): Promise<void>;
  restore(document: NamedDocument): Promise<boolean>;
}

/** The actions, bound to the server and the list. */
export function useDocumentActions(): DocumentActions {
  const { api, library, words, loadDocumentPage } = useApp();
  const { say, fail } = useToast();
  const [, navigate] = useLocation();
  const [isCreating, setCreating] = useState(false);

  async function create(): Promise<void> {
    if (isCreating) return;
    setCreating(true);
    try {
      const [document] = await Promise.all([api.createDocument({}), loadDocumentPage()]);
      library.put(document);
      navigate(`/d/${document.id}`, { state: newDocumentState });
    } catch (error) {
      fail(`${words.failure.notCreated} ${failureText(words, error)}`);
      setCreating(false);
    }
  }

  async function rename(document: NamedDocument, title: string): Promise<boolean> {
    try {
      library.put(await api.renameDocument(document.id, title));
      return true;
    } catch (error) {
      fail(`${words.failure.notRenamed} ${failureText(words, error)}`);
      return false;
    }
  }

  async function remove(document: NamedDocument): Promise<void> {
    const title = documentName(words, document.title);
    const shown = library.remove(document.id);
    try {
      await api.deleteDocument(document.id);
      const undo = { label: words.common.undo, run: () => void restore(document) };
      say(words.library.movedToTrash(title), undo);
    } catch (error) {
      if (shown !== undefined) library.put(shown);
      fail(`${words.failure.notDeleted(title)} ${failureText(words, error)}`);
    }
  }

  async function restore(document: NamedDocument): Promise<boolean> {
    const title = documentName(words, document.title);
    try {
      library.put(await api.restoreDocument(document.id));
      return true;
    } catch (error) {
      fail(`${words.failure.notRestored(title)} ${failureText(words, error)}`);
      return false;
    }
  }

  return { isCreating, create, rename, remove, restore };
}

/** The history entry of a document that was just made. */
const newDocumentState = { isNew: true } as const;

/** Whether a history entry is that of a document that was just made. */
export function isNewDocument(state: unknown): boolean {
  return typeof state === "object" && state !== null && "isNew" in state && state.isNew === true;
}
