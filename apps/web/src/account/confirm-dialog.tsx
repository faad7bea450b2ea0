import type { Account } from "@quire/protocol";
import { AskDialog } from "./ask-dialog.tsx";
import { Form, useForm } from "./form.tsx";
import { OwnPassword } from "./password-fields.tsx";
import { checks, passwordFields, useAccountWords, useExplain } from "./use-accounts.ts";

interface ConfirmProps {
  readonly account: Account;
  readonly title: string;
  readonly text?: string;
  readonly action: string;
  readonly busy: string;
  readonly isBad?: boolean;
  readonly isOpen: boolean;
  readonly onClose: () => void;
  /** Does it. `password`: what was typed, where the account has one. */
  readonly onConfirm: (password: string | undefined) => Promise<void>;
}

/** Asks for the password, where there is one, before something is done that a browser left open must not do. */
export function ConfirmDialog(props: ConfirmProps) {
  const { isOpen, onClose, title, text } = props;
  return (
    <AskDialog title={title} {...(text !== undefined && { text })} isOpen={isOpen} onClose={onClose}>
      <ConfirmForm {...props} />
    </AskDialog>
  );
}

function ConfirmForm({ account, action, busy, isBad = false, onClose, onConfirm }: ConfirmProps) {
  const words = useAccountWords();
  const { hasPassword } = account;
  const explain = useExplain(passwordFields(account));
  const form = useForm({
    check: (values) => (hasPassword ? checks.password(words, values) : null),
    send: (values) => onConfirm(hasPassword ? values("password") : undefined),
    explain,
  });
  return (
    <Form
      {...form}
      label={action}
      busyLabel={busy}
      isBad={isBad}
      beside={
        <button type="button" className="button button-line" onClick={onClose}>
          {words.cancel}
        </button>
      }
    >
      {hasPassword && <OwnPassword problem={form.problem} />}
    </Form>
  );
}
