import { CloseCode, followerIn } from "@quire/protocol";
import type { DrawerEntry } from "./drawer-entry.ts";

/** Whether the entry is what this device has of a document, and not words that the document at the server lacks. */
export function isCopy({ code, isCopy: isWhole }: Pick<DrawerEntry, "code" | "isCopy">): boolean {
  return isWhole === true || code === CloseCode.notFound;
}

/** Whether it is here and, as far as anybody knows, nowhere else: a document that was replaced is in the trash, too. */
export function isHereAlone(entry: DrawerEntry): boolean {
  if (entry.arrivedAt !== undefined || entry.rescuedAs !== undefined) return false;
  return !isCopy(entry) || followerIn(entry.reason) === undefined;
}

/** Whether it has arrived since it was refused last. */
export function hasArrived({ arrivedAt, refusedAt }: DrawerEntry): boolean {
  return isSince(refusedAt, arrivedAt);
}

/** Whether what is unsent of its document is what the server has refused: it waits for somebody. */
export function holdsUp(entry: DrawerEntry): boolean {
  // A copy was refused nothing. Whom the server did not know, as after signing out in another tab, it may know now.
  if (entry.isCopy || entry.code === CloseCode.unauthenticated) return false;
  return !hasArrived(entry) && !isSince(entry.refusedAt, entry.releasedAt);
}

/** Moments and no marks: a page of an older version that refuses the words again leaves what it does not know as it was. */
function isSince(refusedAt: number, at: number | undefined): boolean {
  return at !== undefined && at >= refusedAt;
}
