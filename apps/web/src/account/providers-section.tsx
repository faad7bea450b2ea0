import type { AccountProvider } from "@quire/protocol";
import { useState } from "react";
import { WithBreaks } from "../parts/with-breaks.tsx";
import { useToast } from "../use-toast.ts";
import { ConfirmDialog } from "./confirm-dialog.tsx";
import { Section } from "./frame.tsx";
import type { PartProps } from "./part-props.ts";
import { ProviderProblem } from "./provider-problem.tsx";
import { useAccountsApi, useRead } from "./use-accounts.ts";

/** Other servers that somebody signs in with, connected with the account or not. Not there where this server knows none. */
export function ProvidersSection({ words, account }: PartProps) {
  const { providers: own } = words;
  const api = useAccountsApi();
  const { say } = useToast();
  const { state, again } = useRead(api.listProviders);
  const [asked, setAsked] = useState<AccountProvider | null>(null);
  if (state.phase !== "ready" || state.value.providers.length === 0) return null;

  async function change({ id, name, linkedAt }: AccountProvider, password: string | undefined) {
    if (linkedAt === null) {
      const { url } = await api.linkProvider(id, password);
      location.assign(url);
      return;
    }
    await api.unlinkProvider(id, password);
    setAsked(null);
    say(own.unlinked(name));
    await again();
  }

  const isLinked = asked !== null && asked.linkedAt !== null;
  return (
    <Section title={own.title}>
      <ProviderProblem />
      <ul className="account-rows">
        {state.value.providers.map((provider) => {
          const { id, name, linkedAt, email } = provider;
          return (
            <li key={id} className="account-row">
              <div className="account-what">
                <span className="account-name">{name}</span>
                <span className="account-facts">
                  <WithBreaks text={linkedAt === null ? own.notLinked : own.linked(linkedAt, email)} />
                </span>
              </div>
              <button
                type="button"
                className="button button-quiet"
                aria-label={linkedAt === null ? own.linkTo(name) : own.unlinkFrom(name)}
                onClick={() => setAsked(provider)}
              >
                {linkedAt === null ? own.link : own.unlink}
              </button>
            </li>
          );
        })}
      </ul>
      <ConfirmDialog
        account={account}
        title={asked === null ? "" : isLinked ? own.confirmUnlink(asked.name) : own.confirmLink(asked.name)}
        action={isLinked ? own.unlink : own.link}
        busy={words.password.busy}
        isBad={isLinked}
        isOpen={asked !== null}
        onClose={() => setAsked(null)}
        onConfirm={async (password) => {
          if (asked !== null) await change(asked, password);
        }}
      />
    </Section>
  );
}
