import type { Account } from "@quire/protocol";
import type { ReactNode, RefObject } from "react";
import { AskDialog } from "./ask-dialog.tsx";
import { Cancel } from "./cancel.tsx";
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
  /** What has the focus again afterwards, where that is not what had it before. */
  readonly returnTo?: RefObject<HTMLElement | null>;
  /** What else is asked, above the password. */
  readonly children?: ReactNode;
  /** Does it. `password`: what was typed, where the account has one. */
  readonly onConfirm: (password: string | undefined) => Promise<void>;
}

/** Asks for the password, where there is one, before something is done that a browser left open must not do. */
export function ConfirmDialog(props: ConfirmProps) {
  const { isOpen, onClose, returnTo, title, text } = props;
  const dialog = {
    title,
    isOpen,
    onClose,
    ...(text !== undefined && { text }),
    ...(returnTo && { returnTo }),
  };
  return (
    <AskDialog {...dialog}>
      <ConfirmForm {...props} />
    </AskDialog>
  );
}

function ConfirmForm(props: ConfirmProps) {
  const { account, action, busy, isBad = false, onClose, onConfirm, children } = props;
  const words = useAccountWords();
  const { hasPassword } = account;
  const explain = useExplain(passwordFields(account));
  const form = useForm({
    check: (values) => (hasPassword ? checks.password(words, values) : null),
    send: (values) => onConfirm(hasPassword ? values("password") : undefined),
    explain,
  });
  return (
    <Form {...form} label={action} busyLabel={busy} isBad={isBad} beside={<Cancel onCancel={onClose} />}>
      {children}
      {hasPassword && <OwnPassword problem={form.problem} />}
    </Form>
  );
}
