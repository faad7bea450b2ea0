import type { Session } from "@quire/client";
import type { ShelfFacts } from "@quire/client/device";
import { readTitle } from "@quire/schema";
import { useEffect, useRef } from "react";
import { ApiError } from "./api.ts";
import { useApp } from "./app-context.ts";
import type { Access } from "./said-access.ts";
import { useShelf } from "./use-shelf.ts";

/** How often one looks whether there is something to put down. */
const lookMs = 2_000;
/** How much later than the text what the shelf says of it may be. */
const restMs = 30_000;

/**
 * Keeps the shelf's word for the open document true: when it was opened, its title, how large it is, and whether all of it
 * is here. Tidies the device first.
 */
export function useShelfNotes(session: Session, access: Access): void {
  const shelf = useShelf();
  const { api } = useApp();
  // Undefined until the server has said.
  const isOwn = useRef<boolean | undefined>(undefined);
  isOwn.current = access === false ? undefined : access === "own";
  useEffect(() => {
    if (shelf === undefined) return;
    const { id, ydoc } = session;
    let isWhole = false;
    let wasOwn: boolean | undefined;
    let hasChanged = false;
    let notedAt = Date.now();
    // The device may keep nothing, or have no space: the document is no worse for it.
    const note = (facts: ShelfFacts) =>
      void shelf.note(id, { title: readTitle(ydoc), ...facts }).catch(() => undefined);
    const look = () => {
      const isSaved = session.status.state === "saved";
      const isWholeNow = isSaved && session.isKept;
      const isOwnNow = isSaved ? (isOwn.current ?? wasOwn) : wasOwn;
      const isOther = isOwnNow !== undefined && isOwnNow !== wasOwn;
      if ((isWholeNow && !isWhole) || isOther)
        note({ ...(isWholeNow && { isWhole: true }), ...(isOther && { isOwn: isOwnNow }) });
      else if (hasChanged && Date.now() - notedAt > restMs) note({});
      else return;
      isWhole ||= isWholeNow;
      wasOwn = isOwnNow;
      hasChanged = false;
      notedAt = Date.now();
    };
    const changed = () => {
      hasChanged = true;
    };
    note({ openedAt: Date.now() });
    // A copy may be all that there is, as after the server was set back: it goes only if the server has the document, or had it deleted.
    const mayGo = (id: string) =>
      api.readDocument(id).then(
        () => true,
        (error: unknown) => error instanceof ApiError && error.status === 410,
      );
    void shelf.tidy(undefined, mayGo).catch(() => undefined);
    look();
    const timer = setInterval(look, lookMs);
    ydoc.on("update", changed);
    return () => {
      clearInterval(timer);
      ydoc.off("update", changed);
      if (hasChanged) note({});
    };
  }, [shelf, session, api]);
}
