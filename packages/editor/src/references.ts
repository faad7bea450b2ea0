/** Who can be named in a text. */
export interface NamedPerson {
  readonly id: string;
  readonly name: string;
}

/** A document that can be named in a text. */
export interface NamedDocument {
  readonly id: string;
  readonly title: string;
}

/** What documents are called now. */
export interface DocumentTitles {
  /** Undefined where nobody knows. */
  of(id: string): string | undefined;
  /** Calls back when one of them may be another. Returns what ends it. */
  watch(changed: () => void): () => void;
}

/** What of the world around a document its text can refer to. */
export interface References {
  /** Those who have the document open. */
  people(): readonly NamedPerson[];
  /** Other documents whose titles fit what somebody types, the likeliest first. Without it none are offered. */
  findDocuments?(query: string): Promise<readonly NamedDocument[]>;
  /** Goes to a document. Without it a document's name is a link as any other. */
  openDocument?(id: string): void;
  /** What documents are called now. Without it each is called what it was called when it was named. */
  openTitles?(): Promise<DocumentTitles>;
}

/** Nobody and nothing, the default. */
export const noReferences: References = { people: () => [] };
