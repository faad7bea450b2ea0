import { ApiError } from "./api.ts";
import type { Words } from "./words/en.ts";

/** A part of the page that it takes could not be fetched. */
class NotLoaded extends Error {}

/** What comes of fetching a part of the page; rejects with what says that it could not be. */
export function loaded<Part>(fetching: Promise<Part>): Promise<Part> {
  return fetching.catch((cause: unknown) => {
    throw new NotLoaded("a part of the page could not be fetched", { cause });
  });
}

/** What happened and what to do, in a sentence: the server's own where it gave one. */
export function failureText(words: Words, error: unknown): string {
  if (error instanceof NotLoaded) return words.failure.notLoaded;
  if (!(error instanceof ApiError)) return words.failure.unknown;
  return error.isUnreachable ? words.failure.unreachable : error.message;
}
