import type { RefObject } from "react";
import type { PeoplePageWords } from "../words/en-people-page.ts";
import { AskDialog } from "./ask-dialog.tsx";
import { SecretToCopy } from "./secret-to-copy.tsx";

interface DialogProps {
  readonly title: string;
  readonly text: string;
  readonly words: PeoplePageWords["invitations"];
  /** Null while there is none to show. */
  readonly url: string | null;
  readonly onClose: () => void;
  /** What has the focus again afterwards, where that is not what had it before. */
  readonly returnTo?: RefObject<HTMLElement | null>;
}

/** Shows a link to pass on. */
export function LinkDialog({ words, url, ...dialog }: DialogProps) {
  const { onClose } = dialog;
  return (
    <AskDialog {...dialog} isOpen={url !== null}>
      <SecretToCopy text={url ?? ""} words={words} onDone={onClose} />
    </AskDialog>
  );
}
