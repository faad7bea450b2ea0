import type { CalloutTone } from "@quire/schema";
import type { DrawingWords } from "./drawing-words.ts";
import type { TableWords } from "./table/table-words.ts";
import type { MediaWords } from "./uploads/media-words.ts";

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
  /** Names the choice of a callout's tone, and its tones. */
  readonly calloutTone: string;
  readonly calloutTones: Readonly<Record<CalloutTone, string>>;
  readonly pageBreak: string;
  /** What the sign beside a toggle does. */
  readonly fold: string;
  readonly unfold: string;
  /** What the sign beside a heading does. */
  readonly foldSection: string;
  readonly unfoldSection: string;
  /** What is done to tables. Left out, it is in English: those words are loaded with the first table. */
  readonly table?: TableWords;
  /** Days that are offered by their names. */
  readonly today: string;
  readonly tomorrow: string;
  readonly yesterday: string;
  /** Names a footnote's sign, before its number; and the way back from the note. */
  readonly footnote: string;
  readonly backToText: string;
  /** Stands where a picture has no caption yet. */
  readonly caption: string;
  /** Says of a picture that it is kept by another site, and was not loaded. Its words or its address follow. */
  readonly imageElsewhere: string;
  /** The words of what is fetched when somebody brings or changes a picture; English without them. */
  readonly media?: MediaWords;
  /** The words of what is fetched when something is to be drawn; English without them. */
  readonly drawing?: DrawingWords;
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
  calloutTone: "Tone of this callout",
  calloutTones: { note: "Note", tip: "Tip", warning: "Warning", caution: "Caution" },
  pageBreak: "Page break",
  fold: "Fold",
  unfold: "Unfold",
  foldSection: "Fold section",
  unfoldSection: "Unfold section",
  today: "Today",
  tomorrow: "Tomorrow",
  yesterday: "Yesterday",
  footnote: "Footnote",
  backToText: "Back to the text",
  caption: "Caption",
  imageElsewhere: "Picture at another site:",
};
