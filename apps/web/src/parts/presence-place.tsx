import type { Session } from "@quire/client";
import type { Editor, Presence } from "@quire/editor";
import { useCallback } from "react";
import { useApp } from "../app-context.ts";
import { useLoaded } from "../use-loaded.ts";

interface PlaceProps {
  readonly session: Session;
  readonly editor: Editor;
  readonly presence: Presence | null;
  /** Others beside the editor's text, once that is watched; null when it is not any more. */
  readonly onPresence: (presence: Presence | null) => void;
}

/** Where others are shown over the page, once the code for it is here. Without it there is less to see of them. */
export function PresencePlace(props: PlaceProps) {
  const { words } = useApp();
  const load = useCallback(() => Promise.all([import("./presence-tools.tsx"), words.loadTools()]), [words]);
  const loaded = useLoaded(load, true, () => undefined);
  if (loaded === null) return null;
  const [{ PresenceTools }, { presence }] = loaded;
  return <PresenceTools {...props} words={presence} />;
}
