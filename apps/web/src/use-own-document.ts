import type { Session } from "@quire/client";
import { readTitle } from "@quire/schema";
import { useLocation } from "wouter";
import { exportPath } from "./api.ts";
import { useDocumentActions } from "./use-document-actions.ts";
import { useToast } from "./use-toast.ts";
import type { ToolWords } from "./words/en-tools.ts";

/** What a document's own page does with it as a whole. */
export interface OwnDocument {
  /** Its address, which opens for who has access. */
  copyAddress(): Promise<void>;
  /** As a file of this format. */
  download(format: "markdown" | "html" | "text"): void;
  /** Moves it to the trash, and leads to the library. */
  remove(): void;
}

/** The actions, for the document that the page shows. */
export function useOwnDocument({ id, ydoc }: Session, words: ToolWords["own"]): OwnDocument {
  const { say, fail } = useToast();
  const { remove } = useDocumentActions();
  const [, navigate] = useLocation();
  return {
    async copyAddress() {
      try {
        await navigator.clipboard.writeText(`${location.origin}/d/${id}`);
        say(words.addressCopied);
      } catch {
        fail(words.linkNotCopied);
      }
    },
    download(format) {
      const link = document.createElement("a");
      link.href = exportPath(id, format);
      link.download = "";
      link.click();
    },
    remove() {
      // First away from the page, which would otherwise say that its document is gone.
      navigate("/");
      void remove({ id, title: readTitle(ydoc) });
    },
  };
}
