import type { Me } from "@quire/protocol";
import { useEffect, useSyncExternalStore } from "react";
import { useApp } from "./app-context.ts";

/** Who the server takes me for; null until it has said so. */
export function useMe(): Me | null {
  const { me } = useApp();
  useEffect(() => void me.load(), [me]);
  return useSyncExternalStore(me.subscribe, me.getSnapshot);
}
