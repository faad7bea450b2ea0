import { useToast } from "../use-toast.ts";
import { AskDialog } from "./ask-dialog.tsx";
import { Cancel } from "./cancel.tsx";
import type { ColleagueDialogProps } from "./colleague-dialog-props.ts";
import { Field, Form, useForm } from "./form.tsx";
import { checks, useAccountsApi, useAccountWords, useExplain } from "./use-accounts.ts";

/**
 * Another address for a member, for who cannot change it themselves: they have lost the old one, or the server sends no mail. One that
 * was only typed is confirmed here as well, by an owner who knows whose it is.
 */
export function ColleagueEmailDialog(props: ColleagueDialogProps) {
  const { words, colleague, isOpen, onClose, returnTo } = props;
  const { readdressing: own } = words;
  return (
    <AskDialog
      title={own.title(colleague.person.name)}
      text={(colleague.isEmailProved === false ? own.textTyped : own.text)(colleague.email ?? "")}
      isOpen={isOpen}
      onClose={onClose}
      returnTo={returnTo}
    >
      <EmailForm {...props} />
    </AskDialog>
  );
}

function EmailForm({ words, colleague, onClose, onChanged }: ColleagueDialogProps) {
  const { readdressing: own } = words;
  const { id, name } = colleague.person;
  const typed = colleague.isEmailProved === false ? (colleague.email ?? "") : "";
  const allWords = useAccountWords();
  const api = useAccountsApi();
  const { say } = useToast();
  const form = useForm({
    check: (values) => checks.email(allWords, values),
    async send(values) {
      const email = values("email").trim();
      await api.changePerson(id, { email });
      onClose();
      say(email === typed ? own.confirmed(name) : own.done(name));
      onChanged();
    },
    explain: useExplain({ QUIRE_ERR_EMAIL_TAKEN: "email" }),
  });
  return (
    <Form
      {...form}
      label={typed === "" ? own.action : own.confirm}
      busyLabel={own.busy}
      beside={<Cancel onCancel={onClose} />}
    >
      <Field
        label={typed === "" ? own.next : own.typed}
        name="email"
        type="email"
        autoComplete="off"
        required
        defaultValue={typed}
        problem={form.problem}
      />
    </Form>
  );
}
