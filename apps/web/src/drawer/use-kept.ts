import { type Drawer, type KeptFile, openDrawer, type RefusedName } from "@quire/client";
import { useCallback, useEffect, useMemo, useState } from "react";

/** A kind of what a drawer keeps. */
interface Kept<Item> {
  /** The newest first; null until they were read. */
  readonly items: readonly Item[] | null;
  readonly remove: (item: Item) => Promise<void>;
  readonly putBack: (item: Item) => Promise<void>;
}

/** How that kind is read, removed and put back. */
interface KeptKind<Item> {
  list(drawer: Drawer): Promise<readonly Item[]>;
  remove(drawer: Drawer, item: Item): Promise<void>;
  putBack(drawer: Drawer, item: Item): Promise<void>;
}

export const keptFiles: KeptKind<KeptFile> = {
  list: (drawer) => drawer.files(),
  remove: (drawer, { id }) => drawer.removeFile(id),
  putBack: (drawer, file) => drawer.putFileBack(file),
};

export const keptNames: KeptKind<RefusedName> = {
  list: (drawer) => drawer.names(),
  remove: (drawer, name) => drawer.removeName(name),
  putBack: (drawer, name) => drawer.putNameBack(name),
};

/** What servers would not take of a kind, on this device. Another tab may put something in, so it is read again when somebody comes back. */
export function useKept<Item>({ list, remove, putBack }: KeptKind<Item>): Kept<Item> {
  const [items, setItems] = useState<readonly Item[] | null>(null);
  const drawer = useMemo(() => openDrawer(), []);
  // Where there is no database there is nothing in it.
  const look = useCallback(() => list(drawer).then(setItems, () => setItems([])), [list, drawer]);
  useEffect(() => {
    void look();
    const again = () => void look();
    window.addEventListener("focus", again);
    return () => window.removeEventListener("focus", again);
  }, [look]);
  const then = (act: KeptKind<Item>["remove"]) => async (item: Item) => {
    await act(drawer, item);
    await look();
  };
  return { items, remove: then(remove), putBack: then(putBack) };
}
