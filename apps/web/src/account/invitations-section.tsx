import type { Invitation, Standing } from "@quire/protocol";
import { useState } from "react";
import { useWords } from "../app-context.ts";
import { failureText } from "../failure-words.ts";
import { WithBreaks } from "../parts/with-breaks.tsx";
import { useToast } from "../use-toast.ts";
import type { PeoplePageWords } from "../words/en-people-page.ts";
import { Field, Form, useForm } from "./form.tsx";
import { Failed, Section } from "./frame.tsx";
import { LinkDialog } from "./link-dialog.tsx";
import { checks, useAccountsApi, useAccountWords, useExplain, useLiveRead } from "./use-accounts.ts";

/** Who is invited and has not come, and the way to invite somebody. */
export function InvitationsSection({ words }: { readonly words: PeoplePageWords }) {
  const { invitations: own, people } = words;
  const allWords = useWords();
  const accountWords = useAccountWords();
  const api = useAccountsApi();
  const { say, fail } = useToast();
  const { state, again } = useLiveRead(api.listInvitations);
  const [link, setLink] = useState<string | null>(null);
  const form = useForm({
    check: (values) =>
      values("email").trim() === "" || checks.email(accountWords, values) === null
        ? null
        : { field: "email", text: own.emailWrong },
    async send(values) {
      const email = values("email").trim();
      const made = await api.invite({
        standing: values("standing") as Standing,
        ...(email !== "" && { email }),
      });
      if (made.wasMailed) say(own.mailed(email));
      else setLink(made.url);
      await again();
    },
    isForMany: true,
    explain: useExplain({ QUIRE_ERR_EMAIL_TAKEN: "email" }),
  });

  async function takeBack(invitation: Invitation) {
    try {
      await api.takeBack(invitation);
      say(own.takenBack);
    } catch (error) {
      fail(`${words.notDone} ${failureText(allWords, error)}`);
    }
    await again();
  }

  return (
    <Section title={own.title} text={own.text}>
      {state.phase === "failed" && (
        <Failed text={failureText(allWords, state.error)} onAgain={() => void again()} />
      )}
      {state.phase === "ready" && state.value.invitations.length > 0 && (
        <ul className="account-rows">
          {state.value.invitations.map((invitation) => {
            const name = invitation.email ?? own.toAnybody;
            return (
              <li key={invitation.id} className="account-row">
                <div className="account-what">
                  <span className="account-name">
                    <WithBreaks text={name} />
                  </span>
                  <span className="account-facts">
                    {own.facts(people[invitation.standing], invitation.expiresAt)}
                  </span>
                </div>
                <button
                  type="button"
                  className="button button-quiet"
                  aria-label={own.takeBackOf(name)}
                  onClick={() => void takeBack(invitation)}
                >
                  {own.takeBack}
                </button>
              </li>
            );
          })}
        </ul>
      )}
      <Form {...form} label={own.invite} busyLabel={own.busy}>
        <Field
          label={own.email}
          name="email"
          type="email"
          autoComplete="off"
          hint={own.emailHint}
          problem={form.problem}
        />
        <label className="account-choice">
          {own.standing}
          <select name="standing" className="field" defaultValue="member">
            <option value="member">{own.standings.member}</option>
            <option value="owner">{own.standings.owner}</option>
          </select>
        </label>
      </Form>
      <LinkDialog
        title={own.linkTitle}
        text={own.linkText}
        words={own}
        url={link}
        onClose={() => setLink(null)}
      />
    </Section>
  );
}
