import { CopyButton } from "./copy-button.tsx";

interface SecretProps {
  readonly text: string;
  readonly words: {
    readonly copy: string;
    readonly copied: string;
    readonly notCopied: string;
    readonly done: string;
  };
  readonly onDone: () => void;
}

/** What is shown once, to be taken along. */
export function SecretToCopy({ text, words, onDone }: SecretProps) {
  return (
    <div className="account-form">
      <code className="account-secret">{text}</code>
      <div className="account-actions">
        <CopyButton text={text} label={words.copy} copied={words.copied} failed={words.notCopied} isFirst />
        <button type="button" className="button button-line" onClick={onDone}>
          {words.done}
        </button>
      </div>
    </div>
  );
}
