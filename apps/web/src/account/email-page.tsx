import { type Account, confirmsEmail } from "@quire/protocol";
import { useState } from "react";
import { Link, useSearch } from "wouter";
import { useWords } from "../app-context.ts";
import { failureText } from "../failure-words.ts";
import { PageProgress } from "../parts/page-progress.tsx";
import { Card } from "./card.tsx";
import { Form, useForm } from "./form.tsx";
import { isOver } from "./join-page.tsx";
import { useAccountWords, useExplain, useRead, useSignInApi } from "./use-accounts.ts";
import { useSecret } from "./use-secret.ts";

/** Where the link leads that goes to an address: one that somebody wants to sign in with from now on, or theirs, which it confirms. */
export function EmailPage() {
  const allWords = useWords();
  const { newEmail, fields } = useAccountWords();
  const words = useLinkWords();
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
      <Card title={words.title} text={words.signInFirst}>
        <Link href="/sign-in" className="button button-primary">
          {newEmail.signIn}
        </Link>
      </Card>
    );
  return <EmailCard key={secret} secret={secret} account={account} />;
}

/** What the link says of itself: the letter that it came in said the same. */
function useLinkWords() {
  const { newEmail } = useAccountWords();
  return useSearch() === confirmsEmail ? newEmail.confirm : newEmail.change;
}

function EmailCard({ secret, account }: { readonly secret: string; readonly account: Account }) {
  const { newEmail } = useAccountWords();
  const words = useLinkWords();
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
      <Card title={words.doneTitle}>
        <p className="card-text" role="status">
          {words.doneText(email)}
        </p>
        {toAccount}
      </Card>
    );
  return (
    <Card title={words.title} text={words.text(account.person.name, account.email)}>
      <Form {...form} label={words.action} busyLabel={words.busy} />
    </Card>
  );
}
