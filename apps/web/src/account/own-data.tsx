import { useState } from "react";
import { ConfirmDialog } from "./confirm-dialog.tsx";
import { finishForgetting, noteSignedOut } from "./forget.ts";
import { Section } from "./frame.tsx";
import type { PartProps } from "./part-props.ts";
import { useAccountsApi } from "./use-accounts.ts";

/** One's own data, to take along; and the way out. */
export function OwnData({ words: { data: own }, account }: PartProps) {
  const api = useAccountsApi();
  const [isAsking, setAsking] = useState(false);
  return (
    <Section title={own.title} text={own.exportText}>
      <a className="button button-line account-begin" href="/api/account/export" download>
        {own.export}
      </a>
      <p className="account-text">{own.deleteText}</p>
      <button type="button" className="button button-bad account-begin" onClick={() => setAsking(true)}>
        {own.delete}
      </button>
      <ConfirmDialog
        account={account}
        title={own.deleteTitle}
        text={own.deleteAsk}
        action={own.deleteNow}
        busy={own.deleting}
        isBad
        isOpen={isAsking}
        onClose={() => setAsking(false)}
        onConfirm={async (password) => {
          await api.deleteAccount(password);
          // Nobody comes back to what this device keeps for them.
          noteSignedOut(account.person.id);
          await finishForgetting(undefined);
          location.replace("/sign-in");
        }}
      />
    </Section>
  );
}
