import type { DocumentSummary } from "@quire/protocol";
import { useMemo } from "react";
import { useApp } from "./app-context.ts";
import { documentName } from "./document-name.ts";
import { failureText, loaded } from "./failure-words.ts";
import { useToast } from "./use-toast.ts";
import { deedWords } from "./words/en-deeds.ts";
import { createEnglishMove } from "./words/en-move.ts";

/** Where a document goes: below this one, or to the top level (null). */
type Place = Pick<DocumentSummary, "id" | "title"> | null;

interface Move {
  readonly document: Pick<DocumentSummary, "id" | "title">;
  /** Where it is. */
  readonly from: Place;
  readonly to: Place;
}

/** Moves documents: at once here, and at the server when it answers. Says what was done, with a way back, or what went wrong. */
export function useMoveDocument() {
  const { words, messages, loadDevice } = useApp();
  const { fail } = useToast();
  const own = useMemo(() => createEnglishMove(words.format), [words]);

  async function move({ document: { id, title }, from, to }: Move): Promise<void> {
    const name = documentName(words, title);
    try {
      const device = await loaded(loadDevice());
      await device.act({ type: "move", id, at: Date.now(), title, parentId: to === null ? null : to.id });
      const text = to === null ? own.movedToTop(name) : own.moved(name, documentName(words, to.title));
      const back = () => void move({ document: { id, title }, from: to, to: from });
      messages.add({ weight: "news", text, action: { label: words.common.undo, run: back }, about: id });
    } catch (error) {
      fail(`${deedWords.notMoved(name)} ${failureText(words, error)}`);
    }
  }

  return { words: own, move };
}
