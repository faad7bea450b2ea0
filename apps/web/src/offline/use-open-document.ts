import type { Session } from "@quire/client";
import { type Editor, openOwnPlace } from "@quire/editor";
import { useEffect } from "react";
import { useApp } from "../app-context.ts";

/** Says which document is open, to whoever keeps the page at the build of its server. */
export function useOpenDocument(session: Session, editor: Editor | null): void {
  const { build } = useApp();
  useEffect(
    () => (editor === null ? undefined : build.open({ session, openPlace: () => openOwnPlace(editor) })),
    [build, session, editor],
  );
}
