import { useToast } from "../use-toast.ts";
import { AskDialog } from "./ask-dialog.tsx";
import { Cancel } from "./cancel.tsx";
import type { ColleagueDialogProps } from "./colleague-dialog-props.ts";
import { Form, useForm } from "./form.tsx";
import { useAccountsApi, useExplain } from "./use-accounts.ts";

/** Says what becomes of somebody who is shut out, and of their documents, before it is done. */
export function ShutOutDialog(props: ColleagueDialogProps) {
  const { words, colleague, isOpen, onClose, returnTo } = props;
  const { shuttingOut: own } = words;
  const { name } = colleague.person;
  return (
    <AskDialog
      title={own.title(name)}
      text={own.text(name)}
      isOpen={isOpen}
      onClose={onClose}
      returnTo={returnTo}
    >
      <ShutOutForm {...props} />
    </AskDialog>
  );
}

function ShutOutForm({ words, colleague, onClose, onChanged }: ColleagueDialogProps) {
  const { shuttingOut: own } = words;
  const { id, name } = colleague.person;
  const api = useAccountsApi();
  const { say } = useToast();
  const form = useForm({
    async send() {
      await api.changePerson(id, { isDisabled: true });
      onClose();
      say(own.done(name));
      onChanged();
    },
    explain: useExplain(),
  });
  return (
    <Form {...form} label={own.action} busyLabel={own.busy} isBad beside={<Cancel onCancel={onClose} />} />
  );
}
