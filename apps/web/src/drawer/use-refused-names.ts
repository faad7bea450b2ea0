import { openDrawer, type RefusedName } from "@quire/client";
import { useCallback, useEffect, useMemo, useState } from "react";

/** Names that servers would not take, on this device: the newest first; null until they were read. */
export function useRefusedNames(): {
  readonly names: readonly RefusedName[] | null;
  readonly remove: (name: RefusedName) => Promise<void>;
  readonly putBack: (name: RefusedName) => Promise<void>;
} {
  const [names, setNames] = useState<readonly RefusedName[] | null>(null);
  const drawer = useMemo(() => openDrawer(), []);
  // Where there is no database there are no names in it.
  const look = useCallback(() => drawer.names().then(setNames, () => setNames([])), [drawer]);
  useEffect(() => {
    void look();
    const again = () => void look();
    window.addEventListener("focus", again);
    return () => window.removeEventListener("focus", again);
  }, [look]);
  return {
    names,
    remove: async (name) => {
      await drawer.removeName(name);
      await look();
    },
    putBack: async (name) => {
      await drawer.putNameBack(name);
      await look();
    },
  };
}
