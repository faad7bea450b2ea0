import type { Editor } from "@quire/editor";
import { useMemo } from "react";
import { useWords } from "../app-context.ts";
import { lateCounts } from "../late-document-tools.ts";
import type { PresentPerson } from "../people-store.ts";
import { useWordCount } from "../use-editor.ts";
import { useLoaded } from "../use-loaded.ts";

interface FooterProps {
  readonly editor: Editor;
  readonly people: readonly PresentPerson[];
}

/** Below the page: how long the text is, what of it is selected, and how many people are here. */
export function DocumentFooter({ editor, people }: FooterProps) {
  const words = useWords();
  const count = useWordCount(editor);
  const load = useMemo(() => lateCounts(editor, words), [editor, words]);
  // Where it cannot be fetched, there are the words.
  const late = useLoaded(load, true, () => undefined);
  return (
    <footer className="foot">
      {late === null ? (
        <span>{words.document.words(count)}</span>
      ) : (
        <late.TextCounts counts={late.counts} words={late.words.outline} />
      )}
      {people.length > 0 && <span>{words.document.peopleHere(people.length)}</span>}
    </footer>
  );
}
