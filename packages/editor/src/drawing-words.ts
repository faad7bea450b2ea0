/** The words of what is fetched when something is to be drawn: formulas, diagrams, dates that are changed, embeds, contents. */
export interface DrawingWords {
  /** Name what is drawn, and say why nothing is: nothing is written, too much is, or the page cannot. */
  readonly formula: string;
  readonly diagram: string;
  readonly diagrams: string;
  readonly emptyPreview: string;
  readonly previewTooLong: string;
  readonly noPreview: string;
  readonly diagramTimeout: string;
  /** Name what changes a date or a formula in a line, and its button. */
  readonly day: string;
  readonly tex: string;
  readonly done: string;
  /** Says of an embed what it is, what its button does, and that nothing can be shown. */
  readonly embed: string;
  readonly noEmbed: string;
  loadFrom(site: string): string;
  /** What a code block's button does, and says when it did or could not. */
  readonly copy: string;
  readonly copied: string;
  readonly notCopied: string;
  /** Says beside code why it has one colour. */
  readonly oneColor: string;
  /** Names a table of contents, and stands in one of a document without headings. */
  readonly contents: string;
  readonly noHeadings: string;
}

/** English, the default. */
export const englishDrawingWords: DrawingWords = {
  formula: "Formula",
  diagram: "Diagram",
  diagrams: "What draws diagrams",
  emptyPreview: "Nothing to draw yet",
  previewTooLong: "Too long to be drawn",
  noPreview: "This page cannot draw it",
  diagramTimeout: "The diagram took too long to draw",
  day: "Date",
  tex: "Formula, in TeX",
  done: "Done",
  embed: "Embedded page",
  noEmbed: "An embedded page without an address",
  loadFrom: (site) => `Load from ${site}`,
  copy: "Copy",
  copied: "Copied",
  notCopied: "Not copied",
  oneColor: "Too long for colours",
  contents: "Contents",
  noHeadings: "This document has no headings yet",
};
