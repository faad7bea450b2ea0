import { useCallback, useState } from "react";
import { Link } from "wouter";
import { ApiError } from "../api.ts";
import { useWords } from "../app-context.ts";
import { failureText } from "../failure-words.ts";
import { PageProgress } from "../parts/page-progress.tsx";
import { ArrivalProvider } from "../use-arrival.ts";
import { Card } from "./card.tsx";
import { forgetPictures } from "./forget.ts";
import { Field, Form, type Problem, useForm } from "./form.tsx";
import { isOver } from "./join-page.tsx";
import { AccountOfPassword, NewPassword } from "./password-fields.tsx";
import { checks, useAccountWords, useExplain, useRead, useSignInApi } from "./use-accounts.ts";
import { useSecret } from "./use-secret.ts";

/** Where a forgotten password is asked to be replaced, and where the link leads that is sent then. */
export function ResetPage() {
  const [secret, setSecret] = useSecret();
  const [isAgain, setAgain] = useState(false);
  if (secret === "")
    return (
      <ArrivalProvider value={isAgain}>
        <AskForLink />
      </ArrivalProvider>
    );
  const askAgain = () => {
    setSecret("");
    setAgain(true);
  };
  return <NewPasswordCard key={secret} secret={secret} onAskAgain={askAgain} />;
}

function AskForLink() {
  const words = useAccountWords();
  const { reset, fields } = words;
  const api = useSignInApi();
  const { state } = useRead(api.readSignIn);
  const [askedFor, setAskedFor] = useState<string | null>(null);
  const form = useForm({
    check: (values) => checks.email(words, values),
    async send(values) {
      const email = values("email").trim();
      await api.forgotPassword(email);
      setAskedFor(email);
    },
    explain: useExplain(),
  });
  const back = (
    <Link href="/sign-in" className="quiet-link">
      {reset.backToSignIn}
    </Link>
  );
  if (state.phase === "loading") return <PageProgress />;
  if (state.phase === "ready" && !state.value.hasMail)
    return (
      <Card title={reset.noMailTitle} text={reset.noMailText}>
        {back}
      </Card>
    );
  if (askedFor !== null)
    return (
      <Card title={reset.askedTitle}>
        <p className="card-text" role="status">
          {reset.askedText(askedFor)}
        </p>
        {back}
      </Card>
    );
  return (
    <Card title={reset.askTitle} text={reset.askText}>
      <Form {...form} label={reset.ask} busyLabel={reset.asking} beside={back}>
        <Field
          label={fields.email}
          name="email"
          type="email"
          autoComplete="username"
          autoFocus
          required
          problem={form.problem}
        />
      </Form>
    </Card>
  );
}

function NewPasswordCard({
  secret,
  onAskAgain,
}: {
  readonly secret: string;
  readonly onAskAgain: () => void;
}) {
  const allWords = useWords();
  const words = useAccountWords();
  const { reset, fields } = words;
  const api = useSignInApi();
  const [needsCode, setNeedsCode] = useState(false);
  const look = useCallback(() => api.lookAtReset(secret), [api, secret]);
  const { state, again } = useRead(look);
  const form = useForm({
    check: (values) => checks.newPassword(words, values),
    async send(values) {
      const code = values("code").trim();
      try {
        await api.resetPassword({ secret, password: values("password"), ...(code !== "" && { code }) });
      } catch (error) {
        if (error instanceof ApiError && error.code === "QUIRE_ERR_CODE_NEEDED") setNeedsCode(true);
        throw error;
      }
      await forgetPictures();
      location.replace("/");
    },
    explain: useExplain({ QUIRE_ERR_CODE_NEEDED: "code", QUIRE_ERR_CODE_WRONG: "code" }),
  });
  if (state.phase === "loading") return <PageProgress />;
  if (state.phase === "failed") {
    const wasOver = isOver(state.error);
    return (
      <Card
        title={wasOver ? reset.overTitle : fields.notLoaded}
        text={wasOver ? reset.overText : failureText(allWords, state.error)}
      >
        <button
          type="button"
          className="button button-primary"
          onClick={() => (wasOver ? onAskAgain() : void again())}
        >
          {wasOver ? reset.askAgain : allWords.common.tryAgain}
        </button>
      </Card>
    );
  }
  return (
    <Card title={reset.title} text={reset.text}>
      <Form {...form} label={reset.action} busyLabel={reset.busy}>
        <AccountOfPassword email={state.value.email ?? ""} />
        <NewPassword label={fields.newPassword} autoFocus problem={form.problem} />
        {needsCode && <CodeField problem={form.problem} />}
      </Form>
    </Card>
  );
}

/** Who came by mail and has a second factor shows it here too. */
function CodeField({ problem }: { readonly problem: Problem | null }) {
  const { fields } = useAccountWords();
  return (
    <Field
      label={fields.code}
      name="code"
      autoComplete="one-time-code"
      autoCapitalize="off"
      spellCheck={false}
      hint={fields.codeHint}
      problem={problem}
    />
  );
}
