import type { Account } from "@quire/protocol";
import { useState } from "react";
import { Link } from "wouter";
import { useWords } from "../app-context.ts";
import { failureText } from "../failure-words.ts";
import { PageProgress } from "../parts/page-progress.tsx";
import { Card } from "./card.tsx";
import { Form, useForm } from "./form.tsx";
import { isOver } from "./join-page.tsx";
import { useAccountWords, useExplain, useRead, useSignInApi } from "./use-accounts.ts";
import { useSecret } from "./use-secret.ts";

/** Where the link leads that goes to an address which somebody wants to sign in with from now on. */
export function EmailPage() {
  const allWords = useWords();
  const { newEmail, fields } = useAccountWords();
  const api = useSignInApi();
  const [secret] = useSecret();
  const { state, again } = useRead(api.readSignIn);
  if (state.phase === "loading") return <PageProgress />;
  if (state.phase === "failed")
    return (
      <Card title={fields.notLoaded} text={failureText(allWords, state.error)}>
        <button type="button" className="button button-primary" onClick={() => void again()}>
          {allWords.common.tryAgain}
        </button>
      </Card>
    );
  const { account } = state.value;
  if (account === null)
    return (
      <Card title={newEmail.title} text={newEmail.signInFirst}>
        <Link href="/sign-in" className="button button-primary">
          {newEmail.signIn}
        </Link>
      </Card>
    );
  return <EmailCard key={secret} secret={secret} account={account} />;
}

function EmailCard({ secret, account }: { readonly secret: string; readonly account: Account }) {
  const { newEmail } = useAccountWords();
  const api = useSignInApi();
  const [email, setEmail] = useState<string | null>(null);
  const [wasOver, setOver] = useState(false);
  const form = useForm({
    async send() {
      try {
        setEmail((await api.confirmEmail(secret)).email);
      } catch (error) {
        if (!isOver(error)) throw error;
        setOver(true);
      }
    },
    explain: useExplain(),
  });
  const toAccount = (
    <Link href="/account" className="button button-primary">
      {newEmail.toAccount}
    </Link>
  );
  if (wasOver)
    return (
      <Card title={newEmail.overTitle} text={newEmail.overText}>
        {toAccount}
      </Card>
    );
  if (email !== null)
    return (
      <Card title={newEmail.doneTitle}>
        <p className="card-text" role="status">
          {newEmail.doneText(email)}
        </p>
        {toAccount}
      </Card>
    );
  return (
    <Card title={newEmail.title} text={newEmail.text(account.person.name, account.email)}>
      <Form {...form} label={newEmail.action} busyLabel={newEmail.busy} />
    </Card>
  );
}
