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
}

/** Shows a link to pass on. */
export function LinkDialog({ title, text, words, url, onClose }: DialogProps) {
  return (
    <AskDialog title={title} text={text} isOpen={url !== null} onClose={onClose}>
      <SecretToCopy text={url ?? ""} words={words} onDone={onClose} />
    </AskDialog>
  );
}
