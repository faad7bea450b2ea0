import { createEnglishEditing, type EditingWords } from "./words/en-editing.ts";

const words = createEnglishEditing();

/** The words of what is around the text: who reads does not wait for them. */
export function useEditingWords(): EditingWords {
  return words;
}
