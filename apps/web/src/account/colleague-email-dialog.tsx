import type { Colleague } from "@quire/protocol";
import type { RefObject } from "react";
import { useToast } from "../use-toast.ts";
import type { PeoplePageWords } from "../words/en-people-page.ts";
import { AskDialog } from "./ask-dialog.tsx";
import { Field, Form, useForm } from "./form.tsx";
import { checks, useAccountsApi, useAccountWords, useExplain } from "./use-accounts.ts";

interface DialogProps {
  readonly words: PeoplePageWords;
  readonly colleague: Colleague;
  readonly isOpen: boolean;
  readonly onClose: () => void;
  readonly onChanged: () => void;
  readonly returnTo: RefObject<HTMLElement | null>;
}

/** Another address for a member, for who cannot change it themselves: they have lost the old one, or the server sends no mail. */
export function ColleagueEmailDialog(props: DialogProps) {
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

function EmailForm({ words, colleague, onClose, onChanged }: DialogProps) {
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
    <Form
      {...form}
      label={own.action}
      busyLabel={own.busy}
      beside={
        <button type="button" className="button button-line" onClick={onClose}>
          {allWords.cancel}
        </button>
      }
    >
      <Field label={own.next} name="email" type="email" autoComplete="off" required problem={form.problem} />
    </Form>
  );
}
