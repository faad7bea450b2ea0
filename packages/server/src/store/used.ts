/** What somebody, or everybody together, has on the server. */
export interface Used {
  /** Documents that they made and that are not deleted. */
  readonly documents: number;
  /** What the files count that they put into documents, deleted ones included. */
  readonly fileBytes: number;
}
