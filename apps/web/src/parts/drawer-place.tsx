import { useMemo } from "react";
import { useWords } from "../app-context.ts";
import { useDelayed } from "../use-delayed.ts";
import { useLoaded } from "../use-loaded.ts";
import type { Words } from "../words/en.ts";

/** Where the library says that words are on this device alone: looked for when the list has had its turn. */
export function DrawerPlace() {
  const words = useWords();
  const load = useMemo(() => () => lateLine(words), [words]);
  const part = useLoaded(load, useDelayed(true), () => undefined);
  return part && <part.DrawerLine words={part.words.drawer} />;
}

async function lateLine(words: Words) {
  const [{ DrawerLine }, toolWords] = await Promise.all([import("./drawer-line.tsx"), words.loadTools()]);
  return { DrawerLine, words: toolWords };
}
