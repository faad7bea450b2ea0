import type { PeoplePageWords } from "../words/en-people-page.ts";
import { AskDialog } from "./ask-dialog.tsx";
import { CopyButton } from "./copy-button.tsx";

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
      <div className="account-form">
        <code className="account-secret">{url}</code>
        <div className="account-actions">
          <CopyButton
            text={url ?? ""}
            label={words.copy}
            copied={words.copied}
            failed={words.notCopied}
            isFirst
          />
          <button type="button" className="button button-line" onClick={onClose}>
            {words.done}
          </button>
        </div>
      </div>
    </AskDialog>
  );
}
