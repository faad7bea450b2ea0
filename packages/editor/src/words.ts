/** The words that the editor itself puts into the page. Commands carry their own labels. */
export interface EditorWords {
  readonly taskDone: string;
  readonly codeLanguage: string;
  readonly plainCode: string;
  readonly keepsSource: string;
  readonly howToLeave: string;
  /** Says of a block, and of something in a line, that it is there and cannot be shown. Its name follows. */
  readonly sealedBlock: string;
  readonly sealedText: string;
}

/** English, the default. */
export const englishWords: EditorWords = {
  taskDone: "Done",
  codeLanguage: "Language of this code block",
  plainCode: "Plain text",
  keepsSource: "Kept as its source",
  howToLeave: "Escape, then Tab, leaves the text",
  sealedBlock: "A part of this document that this page cannot show",
  sealedText: "This page cannot show all of this",
};
