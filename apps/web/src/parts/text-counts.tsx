import type { Counts, Live } from "@quire/editor";
import { useSyncExternalStore } from "react";
import type { ToolWords } from "../words/en-tools.ts";

interface CountsProps {
  readonly counts: Live<Counts>;
  readonly words: ToolWords["outline"];
}

/** Words and characters: of what is selected and of all, or of all. */
export function TextCounts({ counts, words }: CountsProps) {
  const { document, selection } = useSyncExternalStore(counts.subscribe, counts.getSnapshot);
  const texts =
    selection === null
      ? [words.words(document.words), words.characters(document.characters)]
      : [
          words.selectedWords(selection.words, document.words),
          words.selectedCharacters(selection.characters, document.characters),
        ];
  return <p className="counts">{texts.join(" · ")}</p>;
}
