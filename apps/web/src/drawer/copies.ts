import type { DrawerEntry } from "@quire/client";
import { CloseCode, followerIn } from "@quire/protocol";

/** Whether the entry is what this device has of a document, and not words that the document at the server lacks. */
export function isCopy({ code, isCopy: isWhole }: Pick<DrawerEntry, "code" | "isCopy">): boolean {
  return isWhole === true || code === CloseCode.notFound;
}

/** Whether it is here and, as far as anybody knows, nowhere else: a document that was replaced is in the trash, too. */
export function isHereAlone(entry: DrawerEntry): boolean {
  if (entry.arrivedAt !== undefined || entry.rescuedAs !== undefined) return false;
  return !isCopy(entry) || followerIn(entry.reason) === undefined;
}
