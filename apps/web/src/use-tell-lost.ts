import type { Session } from "@quire/client";
import type { EditorOptions } from "@quire/editor";
import { useCallback, useRef } from "react";
import { useWords } from "./app-context.ts";
import { readPerson } from "./people-store.ts";
import { useToast } from "./use-toast.ts";

type Lost = Parameters<NonNullable<EditorOptions["onLost"]>>[0];

/** Characters of the words that the message repeats. */
const shownCharacters = 80;

/** Says that somebody removed what this person was writing in, and offers to put the words back. */
export function useTellLost({ awareness }: Session): (lost: Lost, putBack: () => void) => void {
  const { document } = useWords();
  const toast = useToast();
  // The same function for as long as the session: the editor is made with it.
  const now = useRef({ document, toast });
  now.current = { document, toast };
  return useCallback(
    ({ text, deletedBy }, putBack) => {
      const person = deletedBy === undefined ? undefined : readPerson(awareness.getStates().get(deletedBy));
      const shown = text.length > shownCharacters ? `${text.slice(0, shownCharacters)}…` : text;
      const { document: words, toast: show } = now.current;
      show.fail(words.lost(shown, person?.name), { label: words.putBack, run: putBack });
    },
    [awareness],
  );
}
