import type { Session } from "@quire/client";
import { applyUpdate, encodeStateAsUpdate } from "yjs";

/** Gives all that is in a session that was refused to the one that tries again, as words to be sent, and closes it. */
export function handOver(from: Session, to: Session): void {
  applyUpdate(to.ydoc, encodeStateAsUpdate(from.ydoc));
  void from.close();
}
