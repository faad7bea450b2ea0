import type { Session } from "@quire/client";
import { readTitle } from "@quire/schema";
import { useEffect } from "react";
import { useShelf } from "./use-shelf.ts";

/** How often one looks whether there is something to put down. */
const lookMs = 2_000;
/** How much later than the text what the shelf says of it may be. */
const restMs = 30_000;

/**
 * Keeps the shelf's word for the open document true: when it was opened, its title, how large it is, and whether all of it
 * is here. Tidies the device first.
 */
export function useShelfNotes(session: Session): void {
  const shelf = useShelf();
  useEffect(() => {
    if (shelf === undefined) return;
    const { id, ydoc } = session;
    let isWhole = false;
    let hasChanged = false;
    let notedAt = Date.now();
    // The device may keep nothing, or have no space: the document is no worse for it.
    const note = (facts: { readonly openedAt?: number; readonly isWhole?: boolean }) =>
      void shelf.note(id, { title: readTitle(ydoc), ...facts }).catch(() => undefined);
    const look = () => {
      const isWholeNow = session.status.state === "saved" && session.isKept;
      if (isWholeNow && !isWhole) note({ isWhole: true });
      else if (hasChanged && Date.now() - notedAt > restMs) note({});
      else return;
      isWhole ||= isWholeNow;
      hasChanged = false;
      notedAt = Date.now();
    };
    const changed = () => {
      hasChanged = true;
    };
    note({ openedAt: Date.now() });
    void shelf.tidy().catch(() => undefined);
    look();
    const timer = setInterval(look, lookMs);
    ydoc.on("update", changed);
    return () => {
      clearInterval(timer);
      ydoc.off("update", changed);
      if (hasChanged) note({});
    };
  }, [shelf, session]);
}
