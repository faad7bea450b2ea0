import type { Editor } from "@quire/editor";
import { useWords } from "../app-context.ts";
import type { PresentPerson } from "../people-store.ts";
import { useWordCount } from "../use-editor.ts";

interface FooterProps {
  readonly editor: Editor;
  readonly people: readonly PresentPerson[];
}

/** Below the page: how many words, and how many people. */
export function DocumentFooter({ editor, people }: FooterProps) {
  const { document } = useWords();
  const words = useWordCount(editor);
  return (
    <footer className="foot">
      <span>{document.words(words)}</span>
      {people.length > 0 && <span>{document.peopleHere(people.length)}</span>}
    </footer>
  );
}
