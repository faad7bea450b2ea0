import type { Session } from "@quire/client";
import type { Editor } from "@quire/editor";
import { useReturnNotice } from "../use-return-notice.ts";
import { useShelfNotes } from "../use-shelf-notes.ts";

interface WatchProps {
  readonly session: Session;
  readonly editor: Editor;
}

/** Looks after this device's copy of the document, and says what came when the page is back. Draws nothing. */
export function DeviceWatch({ session, editor }: WatchProps) {
  useShelfNotes(session);
  useReturnNotice(session, editor);
  return null;
}
