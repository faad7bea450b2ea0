import { isCopy, isHereAlone, openDrawer } from "@quire/client";
import { useEffect, useState } from "react";
import { Link } from "wouter";
import { useWords } from "../app-context.ts";
import { createEnglishRefusedFiles } from "../words/en-refused-files.ts";
import { createEnglishRefusedNames } from "../words/en-refused-names.ts";
import type { ToolWords } from "../words/en-tools.ts";

/** Says quietly that words, names or files are on this device and nowhere else, and leads to them. */
export function DrawerLine({ words }: { readonly words: ToolWords["drawer"] }) {
  const { format } = useWords();
  const { words: count, copies, names, files } = useUnsavedCounts();
  return (
    <div role="status">
      {count > 0 && (
        <Link href="/unsaved" className="drawer-line">
          {words.count(count)}
        </Link>
      )}
      {copies > 0 && (
        <Link href="/unsaved" className="drawer-line">
          {words.countCopies(copies)}
        </Link>
      )}
      {names > 0 && (
        <Link href="/unsaved" className="drawer-line">
          {createEnglishRefusedNames(format).count(names)}
        </Link>
      )}
      {files > 0 && (
        <Link href="/unsaved" className="drawer-line">
          {createEnglishRefusedFiles(format).count(files)}
        </Link>
      )}
    </div>
  );
}

interface UnsavedCounts {
  /** Documents with words here that are nowhere else. */
  readonly words: number;
  /** Documents that are here, and that the server does not give any more. */
  readonly copies: number;
  readonly names: number;
  readonly files: number;
}

/** How much is on this device alone; 0 until the drawer was read. */
function useUnsavedCounts(): UnsavedCounts {
  const [counts, setCounts] = useState<UnsavedCounts>({ words: 0, copies: 0, names: 0, files: 0 });
  useEffect(() => {
    let isGone = false;
    const look = async () => {
      const drawer = openDrawer();
      const [entries, names, files] = await Promise.all([drawer.list(), drawer.names(), drawer.files()]);
      const alone = entries.filter(isHereAlone);
      const { length: copies } = alone.filter(isCopy);
      if (isGone) return;
      setCounts({ words: alone.length - copies, copies, names: names.length, files: files.length });
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
  return counts;
}
