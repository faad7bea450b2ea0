/** What is known of a file in a document. */
export interface FileRecord {
  readonly name: string;
  readonly type: string;
  readonly size: number;
  /** Milliseconds since 1970. */
  readonly addedAt: number;
  readonly addedBy: string;
}
