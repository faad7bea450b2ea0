import { openDrawer } from "@quire/client";
import { useEffect, useState } from "react";
import { Link } from "wouter";
import type { ToolWords } from "../words/en-tools.ts";

/** Says quietly that words are on this device and nowhere else, and leads to them. */
export function DrawerLine({ words }: { readonly words: ToolWords["drawer"] }) {
  const count = useUnsavedCount();
  return (
    <div role="status">
      {count > 0 && (
        <Link href="/unsaved" className="drawer-line">
          {words.count(count)}
        </Link>
      )}
    </div>
  );
}

/** How many documents have words here that are nowhere else; 0 until the drawer was read. */
function useUnsavedCount(): number {
  const [count, setCount] = useState(0);
  useEffect(() => {
    let isGone = false;
    const look = async () => {
      const entries = await openDrawer().list();
      const unsaved = entries.filter(
        (entry) => entry.arrivedAt === undefined && entry.rescuedAs === undefined,
      );
      if (!isGone) setCount(unsaved.length);
    };
    // Where there is no database there are no words in it.
    const again = () => void look().catch(() => undefined);
    again();
    window.addEventListener("focus", again);
    return () => {
      isGone = true;
      window.removeEventListener("focus", again);
    };
  }, []);
  return count;
}
