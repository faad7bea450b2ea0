import type { Session } from "@quire/client";
import type { Editor } from "@quire/editor";
import type { Access } from "../said-access.ts";
import { useReturnNotice } from "../use-return-notice.ts";
import { useShelfNotes } from "../use-shelf-notes.ts";

export interface WatchProps {
  readonly session: Session;
  readonly editor: Editor;
  readonly access: Access;
}

/** Looks after this device's copy of the document, and says what came when the page is back. Draws nothing. */
export function DeviceWatch({ session, editor, access }: WatchProps) {
  useShelfNotes(session, access);
  useReturnNotice(session, editor);
  return null;
}
