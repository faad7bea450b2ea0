import { useToast } from "../use-toast.ts";
import { AskDialog } from "./ask-dialog.tsx";
import { Cancel } from "./cancel.tsx";
import type { ColleagueDialogProps } from "./colleague-dialog-props.ts";
import { Field, Form, useForm } from "./form.tsx";
import { checks, useAccountsApi, useAccountWords, useExplain } from "./use-accounts.ts";

/** Another address for a member, for who cannot change it themselves: they have lost the old one, or the server sends no mail. */
export function ColleagueEmailDialog(props: ColleagueDialogProps) {
  const { words, colleague, isOpen, onClose, returnTo } = props;
  const { readdressing: own } = words;
  return (
    <AskDialog
      title={own.title(colleague.person.name)}
      text={own.text(colleague.email ?? "")}
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
  const allWords = useAccountWords();
  const api = useAccountsApi();
  const { say } = useToast();
  const form = useForm({
    check: (values) => checks.email(allWords, values),
    async send(values) {
      await api.changePerson(id, { email: values("email").trim() });
      onClose();
      say(own.done(name));
      onChanged();
    },
    explain: useExplain({ QUIRE_ERR_EMAIL_TAKEN: "email" }),
  });
  return (
    <Form {...form} label={own.action} busyLabel={own.busy} beside={<Cancel onCancel={onClose} />}>
      <Field label={own.next} name="email" type="email" autoComplete="off" required problem={form.problem} />
    </Form>
  );
}
