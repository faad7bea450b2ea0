import type { DocumentSummary } from "@quire/protocol";
import { useState } from "react";
import { useLocation } from "wouter";
import { useApp } from "./app-context.ts";
import { documentName } from "./document-name.ts";
import { failureText, loaded } from "./failure-words.ts";
import { newDocumentId, newDocumentState } from "./new-document.ts";
import { useToast } from "./use-toast.ts";
import { deedWords } from "./words/en-deeds.ts";

/** What names a document in a sentence. */
export type NamedDocument = Pick<DocumentSummary, "id" | "title">;

/** What people do to documents from outside of them: at once here, and at the server when it answers. Each says what went wrong. */
export interface DocumentActions {
  /** A document is being made. */
  readonly isCreating: boolean;
  /** Makes a document and opens it with the focus in its title. */
  create(): Promise<void>;
  rename(document: NamedDocument, title: string): Promise<void>;
  /** With a message that offers to undo it. */
  remove(document: NamedDocument): Promise<void>;
  /** Resolves when the server has answered: true if it is back. */
  restore(document: NamedDocument): Promise<boolean>;
}

/** The actions, bound to this device, which has them done at the server, and to the list. */
export function useDocumentActions(): DocumentActions {
  const { words, messages, loadDocumentPage, loadDevice } = useApp();
  const { fail } = useToast();
  const [, navigate] = useLocation();
  const [isCreating, setCreating] = useState(false);

  async function create(): Promise<void> {
    if (isCreating) return;
    setCreating(true);
    try {
      const [device] = await loaded(Promise.all([loadDevice(), loadDocumentPage()]));
      const id = newDocumentId();
      await device.act({ type: "create", id, at: Date.now() });
      navigate(`/d/${id}`, { state: newDocumentState });
    } catch (error) {
      fail(`${deedWords.notCreated} ${failureText(words, error)}`);
      setCreating(false);
    }
  }

  async function rename({ id }: NamedDocument, title: string): Promise<void> {
    try {
      await (await loaded(loadDevice())).act({ type: "rename", id, at: Date.now(), title });
    } catch (error) {
      fail(`${deedWords.notRenamed} ${failureText(words, error)}`);
    }
  }

  async function remove(document: NamedDocument): Promise<void> {
    const { id, title } = document;
    const name = documentName(words, title);
    try {
      await (await loaded(loadDevice())).act({ type: "trash", id, at: Date.now(), title });
      const action = { label: words.common.undo, run: () => void restore(document) };
      messages.add({ weight: "news", text: deedWords.movedToTrash(name), action, about: id });
    } catch (error) {
      fail(`${deedWords.notDeleted(name)} ${failureText(words, error)}`);
    }
  }

  async function restore({ id, title }: NamedDocument): Promise<boolean> {
    try {
      const device = await loaded(loadDevice());
      await device.act({ type: "restore", id, at: Date.now(), title });
      await device.settled(id);
      return true;
    } catch (error) {
      fail(`${deedWords.notRestored(documentName(words, title))} ${failureText(words, error)}`);
      return false;
    }
  }

  return { isCreating, create, rename, remove, restore };
}
