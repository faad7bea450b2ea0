import type { Editor } from "@quire/editor";
import { useWords } from "../app-context.ts";
import { useWordCount } from "../use-editor.ts";

/** Words that most people read in a minute. */
const wordsAMinute = 200;

/** A line below the title: how long the document is. */
export function WordsMeta({ editor }: { readonly editor: Editor }) {
  const { document } = useWords();
  const words = useWordCount(editor);
  const minutes = Math.max(1, Math.round(words / wordsAMinute));
  return (
    <p className="meta">
      {document.words(words)}
      {words > 0 && ` · ${document.minutes(minutes)}`}
    </p>
  );
}
