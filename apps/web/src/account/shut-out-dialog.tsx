import type { Colleague } from "@quire/protocol";
import type { RefObject } from "react";
import { useToast } from "../use-toast.ts";
import type { PeoplePageWords } from "../words/en-people-page.ts";
import { AskDialog } from "./ask-dialog.tsx";
import { Form, useForm } from "./form.tsx";
import { useAccountsApi, useAccountWords, useExplain } from "./use-accounts.ts";

interface DialogProps {
  readonly words: PeoplePageWords;
  readonly colleague: Colleague;
  readonly isOpen: boolean;
  readonly onClose: () => void;
  readonly onChanged: () => void;
  readonly returnTo: RefObject<HTMLElement | null>;
}

/** Says what becomes of somebody who is shut out, and of their documents, before it is done. */
export function ShutOutDialog(props: DialogProps) {
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

function ShutOutForm({ words, colleague, onClose, onChanged }: DialogProps) {
  const { shuttingOut: own } = words;
  const { id, name } = colleague.person;
  const { cancel } = useAccountWords();
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
    <Form
      {...form}
      label={own.action}
      busyLabel={own.busy}
      isBad
      beside={
        <button type="button" className="button button-line" onClick={onClose}>
          {cancel}
        </button>
      }
    />
  );
}
