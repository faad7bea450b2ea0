/** What somebody, or everybody together, has on the server. */
export interface Used {
  /** Documents that they made and that are not deleted. */
  readonly documents: number;
  /** Files that they put into documents, deleted ones included; one that is in two documents counts twice. */
  readonly files: number;
  /** What the bytes of those files count. */
  readonly fileBytes: number;
}
