import { openShelf, type Shelf } from "@quire/client/device";
import { useMemo } from "react";
import { useApp } from "./app-context.ts";

/** What this device keeps of this server's documents; undefined where the browser keeps nothing. */
export function useShelf(): Shelf | undefined {
  const { socketOrigin } = useApp();
  return useMemo(() => openShelf({ url: `${socketOrigin}/sync` }), [socketOrigin]);
}
