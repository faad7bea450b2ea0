import type { Session } from "@quire/client";
import { colorOfHue, type Me } from "@quire/protocol";
import { useCallback, useEffect, useMemo, useSyncExternalStore } from "react";
import { useApp } from "./app-context.ts";
import { PeopleStore, type PresentPerson } from "./people-store.ts";

/** Who has the document open, me among them, and tells the others who I am. */
export function usePeople({ awareness }: Session, me: Me | null): readonly PresentPerson[] {
  const person = me?.person ?? null;
  useEffect(() => {
    // Servers of ours put this in place by themselves; an open room takes everybody at their word.
    if (person !== null) awareness.setLocalStateField("user", { ...person, color: colorOfHue(person.hue) });
  }, [awareness, person]);
  const { afterPaint } = useApp();
  const store = useMemo(() => new PeopleStore(awareness, () => person), [awareness, person]);
  // Each key that anybody types moves a caret, which changes nothing here.
  const subscribe = useCallback(
    (listener: () => void) => store.subscribe(() => afterPaint(listener)),
    [store, afterPaint],
  );
  return useSyncExternalStore(subscribe, store.getSnapshot);
}
