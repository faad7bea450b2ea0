import type { LinkLookedAt, SignInState } from "@quire/protocol";
import { useCallback } from "react";
import { Link } from "wouter";
import { ApiError } from "../api.ts";
import { useWords } from "../app-context.ts";
import { failureText } from "../failure-words.ts";
import { PageProgress } from "../parts/page-progress.tsx";
import { Card } from "./card.tsx";
import { forgetPictures } from "./forget.ts";
import { Field, Form, useForm } from "./form.tsx";
import { NewPassword } from "./password-fields.tsx";
import { checks, useAccountWords, useExplain, useRead, useSignInApi } from "./use-accounts.ts";
import { useSecret } from "./use-secret.ts";

/** Where an invitation leads: somebody makes an account with it, once. */
export function JoinPage() {
  const words = useAccountWords();
  const allWords = useWords();
  const api = useSignInApi();
  const [secret] = useSecret();
  const look = useCallback(
    async () => Promise.all([api.lookAtInvitation(secret), api.readSignIn()]),
    [api, secret],
  );
  const { state, again } = useRead(look);
  if (state.phase === "loading") return <PageProgress />;
  if (state.phase === "ready") {
    const [link, session] = state.value;
    const Found = link.hasAccount === true ? TakeCard : JoinCard;
    return <Found key={secret} secret={secret} link={link} state={session} />;
  }
  if (isOver(state.error)) {
    return (
      <Card title={words.join.overTitle} text={words.join.overText}>
        <Link href="/sign-in" className="button button-line">
          {words.join.haveOne}
        </Link>
      </Card>
    );
  }
  return (
    <Card title={words.fields.notLoaded} text={failureText(allWords, state.error)}>
      <button type="button" className="button button-primary" onClick={() => void again()}>
        {allWords.common.tryAgain}
      </button>
    </Card>
  );
}

/** A link that is not good any more, or never was: one that lost its end on the way is none. */
export function isOver(error: unknown): boolean {
  return error instanceof ApiError && (error.status === 410 || error.status === 400);
}

interface CardProps {
  readonly secret: string;
  readonly link: LinkLookedAt;
  readonly state: SignInState;
}

/** For who has an account under the address already: the link shows that it is theirs, and what was shared with it comes to them. */
function TakeCard({ secret, link, state }: CardProps) {
  const { join } = useAccountWords();
  const api = useSignInApi();
  const { account } = state;
  const email = link.email ?? "";
  const form = useForm({
    async send() {
      await api.takeInvitation(secret);
      location.replace("/");
    },
    explain: useExplain(),
  });
  if (account !== null && account.email.toLowerCase() === email.toLowerCase())
    return (
      <Card title={join.takeTitle} text={join.takeText(account.person.name, email)}>
        <Form {...form} label={join.take} busyLabel={join.taking} />
      </Card>
    );
  return (
    <Card
      title={join.signInTitle}
      text={`${join.signInText(email)} ${state.hasMail ? join.signInByMail : join.signInByOwner}`}
    >
      <Link href="/sign-in" className="button button-primary">
        {join.signIn}
      </Link>
      {state.hasMail && (
        <Link href="/reset" className="quiet-link">
          {join.forgot}
        </Link>
      )}
    </Card>
  );
}

function JoinCard({ secret, link, state }: CardProps) {
  const words = useAccountWords();
  const { join, fields } = words;
  const api = useSignInApi();
  const explain = useExplain({ QUIRE_ERR_EMAIL_TAKEN: "email" });
  const form = useForm({
    check: (values) =>
      checks.name(words, values) ?? checks.email(words, values) ?? checks.newPassword(words, values),
    async send(values) {
      await api.acceptInvitation({
        secret,
        name: values("name"),
        email: values("email").trim(),
        password: values("password"),
      });
      await forgetPictures();
      location.replace("/");
    },
    explain,
  });
  const text = state.isNew ? join.firstText : state.account && join.signedIn(state.account.person.name);
  return (
    <Card title={state.isNew ? join.firstTitle : join.title} {...(text && { text })}>
      <Form
        {...form}
        label={join.action}
        busyLabel={join.busy}
        beside={
          state.isNew ? null : (
            <Link href="/sign-in" className="quiet-link">
              {join.haveOne}
            </Link>
          )
        }
      >
        <Field
          label={fields.name}
          name="name"
          autoComplete="name"
          autoFocus
          required
          hint={fields.nameHint}
          problem={form.problem}
        />
        <Field
          label={fields.email}
          name="email"
          type="email"
          autoComplete="username"
          required
          defaultValue={link.email ?? ""}
          problem={form.problem}
        />
        <NewPassword label={fields.password} problem={form.problem} />
      </Form>
    </Card>
  );
}
