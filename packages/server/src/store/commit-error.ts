/**
 * To be called with what a transaction of lmdb-js rejects with: it hangs a second promise on the error, `commitError`, which
 * rejects by itself and would end the process unheard.
 */
export function hearCommitError(error: unknown): void {
  if (error instanceof Error && "commitError" in error && error.commitError instanceof Promise)
    error.commitError.catch(() => undefined);
}
