import type { Session } from "@quire/client";
import type { EditorOptions } from "@quire/editor";
import { useCallback, useRef } from "react";
import { useWords } from "./app-context.ts";
import { readPerson } from "./people-store.ts";
import { useToast } from "./use-toast.ts";

type Lost = Parameters<NonNullable<EditorOptions["onLost"]>>[0];

/** Characters of the words that the message repeats. */
const shownCharacters = 240;

/**
 * Says that somebody removed what this person was writing in, shows the words, and offers to put them back: into the
 * document, or, where nothing may be written in it any more, into the clipboard.
 */
export function useTellLost({ awareness }: Session): (lost: Lost, putBack: () => boolean) => void {
  const words = useWords();
  const toast = useToast();
  // The same function for as long as the session: the editor is made with it.
  const now = useRef({ words, toast });
  now.current = { words, toast };
  return useCallback(
    (lost, putBack) => {
      const { document } = now.current.words;
      const text = lost.map((part) => part.text.trim()).join("\n");
      const person = whoAlone(lost.map(({ deletedBy }) => deletedBy));
      const name = person === undefined ? undefined : readPerson(awareness.getStates().get(person))?.name;
      const quote = text.length > shownCharacters ? `${text.slice(0, shownCharacters)}…` : text;
      const run = () => void (putBack() || copy(text));
      now.current.toast.tellLoss(document.lost(name), { label: document.putBack, run }, quote);
    },
    [awareness],
  );

  async function copy(text: string) {
    const { document } = now.current.words;
    try {
      await navigator.clipboard.writeText(text);
      now.current.toast.say(document.textCopied);
    } catch {
      now.current.toast.tellLoss(document.textNotCopied, undefined, text);
    }
  }
}

function whoAlone(clients: readonly (number | undefined)[]): number | undefined {
  const [first] = clients;
  return clients.every((client) => client === first) ? first : undefined;
}
