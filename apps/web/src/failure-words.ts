import { ApiError } from "./api.ts";
import type { Words } from "./words/en.ts";

/** What happened and what to do, in a sentence: the server's own where it gave one. */
export function failureText(words: Words, error: unknown): string {
  if (!(error instanceof ApiError)) return words.failure.unknown;
  return error.isUnreachable ? words.failure.unreachable : error.message;
}
