import type { Account, Colleague } from "@quire/protocol";
import { type RefObject, useState } from "react";
import { useToast } from "../use-toast.ts";
import type { PeoplePageWords } from "../words/en-people-page.ts";
import { ConfirmDialog } from "./confirm-dialog.tsx";
import { useAccountsApi } from "./use-accounts.ts";

interface DialogProps {
  readonly words: PeoplePageWords;
  readonly colleague: Colleague;
  /** Who deletes them: an owner of the server. */
  readonly account: Account;
  readonly everybody: readonly Colleague[];
  readonly isOpen: boolean;
  readonly onClose: () => void;
  readonly onDeleted: () => void;
  readonly returnTo: RefObject<HTMLElement | null>;
}

/** Says what becomes of somebody's account and documents, asks whom those go to, and deletes it. */
export function DeleteColleagueDialog(props: DialogProps) {
  const { words, colleague, account, everybody, isOpen, onClose, onDeleted, returnTo } = props;
  const { deleting: own } = words;
  const { id, name } = colleague.person;
  const me = account.person.id;
  const api = useAccountsApi();
  const { say } = useToast();
  const [heir, setHeir] = useState(me);
  const others = everybody.filter(
    ({ person, isDisabled }) => person.id !== id && person.id !== me && isDisabled !== true,
  );
  return (
    <ConfirmDialog
      account={account}
      title={own.title(name)}
      text={own.text(name, colleague.email ?? "")}
      action={own.action}
      busy={own.busy}
      isBad
      isOpen={isOpen}
      onClose={onClose}
      returnTo={returnTo}
      onConfirm={async (password) => {
        await api.deletePerson(id, { heir, ...(password !== undefined && { password }) });
        onClose();
        say(own.done(name));
        onDeleted();
      }}
    >
      <label className="account-choice">
        {own.heir}
        <select className="field" value={heir} onChange={({ currentTarget }) => setHeir(currentTarget.value)}>
          <option value={me}>{words.people.you(account.person.name)}</option>
          {others.map(({ person }) => (
            <option key={person.id} value={person.id}>
              {person.name}
            </option>
          ))}
        </select>
      </label>
    </ConfirmDialog>
  );
}
