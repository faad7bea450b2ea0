import { useState } from "react";
import { useToast } from "../use-toast.ts";
import { AskDialog } from "./ask-dialog.tsx";
import { Cancel } from "./cancel.tsx";
import { Field, Form, useForm } from "./form.tsx";
import { Section } from "./frame.tsx";
import type { PartProps } from "./part-props.ts";
import { OwnPassword } from "./password-fields.tsx";
import {
  checks,
  passwordFields,
  useAccountsApi,
  useAccountWords,
  useExplain,
  useRead,
} from "./use-accounts.ts";

/** The address that somebody signs in with, and the way to another one. */
export function EmailSection(props: PartProps) {
  const { words, account } = props;
  const { email: own } = words;
  const api = useAccountsApi();
  const { state } = useRead(api.readSignIn);
  const [isAsking, setAsking] = useState(false);
  const [mailedTo, setMailedTo] = useState<string | null>(null);
  const hasMail = state.phase !== "ready" || state.value.hasMail;
  // Without mail only owners may have it: they see all addresses, and nobody has to be told whose one is.
  const mayChange = hasMail || account.standing === "owner";
  return (
    <Section title={own.title} text={own.text(account.email)}>
      {!account.isEmailProved && <p className="account-text">{own.typed}</p>}
      {mayChange ? (
        <button type="button" className="button button-line account-begin" onClick={() => setAsking(true)}>
          {account.isEmailProved ? own.change : own.confirm}
        </button>
      ) : (
        <p className="account-hint">{own.byOwner}</p>
      )}
      <div role="status">{mailedTo !== null && <p className="account-text">{own.mailed(mailedTo)}</p>}</div>
      <AskDialog
        title={account.isEmailProved ? own.changeTitle : own.confirmTitle}
        text={hasMail ? own.changeText : own.changeTextNow}
        isOpen={isAsking}
        onClose={() => setAsking(false)}
      >
        <EmailForm {...props} onMailed={setMailedTo} onDone={() => setAsking(false)} />
      </AskDialog>
    </Section>
  );
}

interface FormProps extends PartProps {
  readonly onMailed: (email: string | null) => void;
  readonly onDone: () => void;
}

function EmailForm({ words: { email: own }, account, onChange, onMailed, onDone }: FormProps) {
  const words = useAccountWords();
  const api = useAccountsApi();
  const { say } = useToast();
  const { hasPassword, isEmailProved } = account;
  const form = useForm({
    check: (values) => checks.email(words, values) ?? (hasPassword ? checks.password(words, values) : null),
    async send(values) {
      const email = values("email").trim();
      const body = { email, ...(hasPassword && { password: values("password") }) };
      const { account: changed } = await api.changeEmail(body);
      onDone();
      onMailed(changed === null ? email : null);
      if (changed === null) return;
      onChange(changed);
      say(changed.email === account.email ? own.confirmed : own.changed);
    },
    explain: useExplain({ ...passwordFields(account), QUIRE_ERR_EMAIL_TAKEN: "email" }),
  });
  return (
    <Form
      {...form}
      label={isEmailProved ? own.save : own.send}
      busyLabel={isEmailProved ? own.busy : own.sending}
      beside={<Cancel onCancel={onDone} />}
    >
      <Field
        label={isEmailProved ? own.next : own.address}
        name="email"
        type="email"
        autoComplete="email"
        required
        defaultValue={isEmailProved ? "" : account.email}
        problem={form.problem}
      />
      {hasPassword && <OwnPassword problem={form.problem} />}
    </Form>
  );
}
