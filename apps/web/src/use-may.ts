import type { Session } from "@quire/client";
import { allows, type Role } from "@quire/protocol";
import { useCallback, useSyncExternalStore } from "react";
import { useApp } from "./app-context.ts";
import { libraryOf } from "./library-store.ts";
import type { Access } from "./use-access.ts";

/** Whether my role in the document that the page shows is at least this one: offline, by what the list last said of it. */
export function useMay(session: Session, access: Access): (needed: Role) => boolean {
  const library = libraryOf(useApp());
  const subscribe = useCallback(
    (listener: () => void) => {
      const ends = [session.subscribe(listener), library.subscribe(listener)];
      return () => {
        for (const end of ends) end();
      };
    },
    [session, library],
  );
  const known = useSyncExternalStore(subscribe, () =>
    session.status.state === "offline" ? library.known.find(({ id }) => id === session.id)?.role : undefined,
  );
  return (needed) => access !== false && allows(known ?? access, needed);
}
