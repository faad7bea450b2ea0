import type { SignIn, SignInState } from "@quire/protocol";
import { useEffect, useState } from "react";
import { Link } from "wouter";
import { ApiError } from "../api.ts";
import { useWords } from "../app-context.ts";
import { failureText } from "../failure-words.ts";
import { PageProgress } from "../parts/page-progress.tsx";
import { Card } from "./card.tsx";
import { finishForgetting, forgetPictures } from "./forget.ts";
import { Field, Form, useForm } from "./form.tsx";
import { PasskeyButton } from "./passkey-button.tsx";
import { OwnPassword } from "./password-fields.tsx";
import { ProviderProblem } from "./provider-problem.tsx";
import { checks, useAccountWords, useExplain, useRead, useSignInApi } from "./use-accounts.ts";
import { returnPath } from "./way-in.ts";

/** Where somebody signs in, and is led back from to where they wanted to go. */
export function SignInPage() {
  const { common } = useWords();
  const words = useAccountWords();
  const api = useSignInApi();
  const { state, again } = useRead(api.readSignIn);
  const [isOther, setOther] = useState(false);
  const read = state.phase === "ready" ? state.value : undefined;
  // Whose copies are to go the device knows; who is signed in, the server.
  useEffect(() => {
    if (read !== undefined) void finishForgetting(read.account?.person.id);
  }, [read]);
  const goOn = returnPath(location.search, location.origin);

  if (state.phase === "loading") return <PageProgress />;
  if (state.phase === "failed") return <NoSignIn error={state.error} onAgain={() => void again()} />;
  const { account, isNew, providers } = state.value;
  if (isNew) {
    return (
      <Card title={words.signIn.isNewTitle} text={words.signIn.isNewText}>
        <ProviderProblem />
        <Providers providers={providers} />
      </Card>
    );
  }
  if (account !== null && !isOther) {
    return (
      <Card title={words.signIn.alreadyTitle(account.person.name)} text={account.email}>
        <div className="account-actions">
          <a className="button button-primary" href={goOn}>
            {words.signIn.goOn}
          </a>
          <button type="button" className="button button-line" onClick={() => setOther(true)}>
            {words.signIn.asOther}
          </button>
        </div>
      </Card>
    );
  }
  return (
    <SignInCard state={state.value} product={common.product} onSignedIn={() => location.replace(goOn)} />
  );
}

/** The server does not say how somebody signs in: it cannot be reached, or nobody has to. */
function NoSignIn({ error, onAgain }: { readonly error: unknown; readonly onAgain: () => void }) {
  const words = useWords();
  const { signIn, fields } = useAccountWords();
  if (error instanceof ApiError && error.status === 404 && !error.isUnreachable) {
    return (
      <Card title={signIn.openTitle} text={signIn.openText}>
        <Link href="/" className="button button-primary">
          {words.common.backToLibrary}
        </Link>
      </Card>
    );
  }
  const isAway = error instanceof ApiError && error.isUnreachable;
  return (
    <Card title={fields.notLoaded} text={isAway ? fields.unreachable : failureText(words, error)}>
      <button type="button" className="button button-primary" onClick={onAgain}>
        {words.common.tryAgain}
      </button>
    </Card>
  );
}

interface CardProps {
  readonly state: SignInState;
  readonly product: string;
  readonly onSignedIn: () => void;
}

function SignInCard({ state, onSignedIn }: CardProps) {
  const { signIn } = useAccountWords();
  // What was right, while a code is asked for.
  const [first, setFirst] = useState<SignIn | null>(null);
  const by = state.putOutBy;
  // Guests are told of their link where they came from it: at other times it is long ago.
  const isNews = by !== "link-over" || returnPath(location.search, location.origin).startsWith("/d/");
  if (first !== null) return <CodeStep first={first} onSignedIn={onSignedIn} onBack={() => setFirst(null)} />;
  return (
    <Card title={signIn.title} {...(by !== undefined && isNews && { text: signIn.putOut[by] })}>
      <ProviderProblem />
      <PasswordStep onSignedIn={onSignedIn} onCodeNeeded={setFirst} />
      <PasskeyButton onSignedIn={onSignedIn} />
      <Providers providers={state.providers} />
    </Card>
  );
}

interface StepProps {
  readonly onSignedIn: () => void;
  readonly onCodeNeeded: (first: SignIn) => void;
}

function PasswordStep({ onSignedIn, onCodeNeeded }: StepProps) {
  const words = useAccountWords();
  const api = useSignInApi();
  const explain = useExplain({ QUIRE_ERR_SIGN_IN_FAILED: "password" });
  const form = useForm({
    check: (values) => checks.email(words, values) ?? checks.password(words, values),
    async send(values) {
      const body = { email: values("email").trim(), password: values("password") };
      try {
        await api.signIn(body);
      } catch (error) {
        if (!(error instanceof ApiError) || error.code !== "QUIRE_ERR_CODE_NEEDED") throw error;
        return onCodeNeeded(body);
      }
      await forgetPictures();
      onSignedIn();
    },
    explain,
  });
  return (
    <Form
      {...form}
      label={words.signIn.action}
      busyLabel={words.signIn.busy}
      beside={
        <Link href="/reset" className="quiet-link">
          {words.signIn.forgot}
        </Link>
      }
    >
      <Field
        label={words.fields.email}
        name="email"
        type="email"
        autoComplete="username"
        autoFocus
        required
        problem={form.problem}
      />
      <OwnPassword problem={form.problem} />
    </Form>
  );
}

interface CodeProps {
  readonly first: SignIn;
  readonly onSignedIn: () => void;
  readonly onBack: () => void;
}

/** The second factor, where the account has one. */
function CodeStep({ first, onSignedIn, onBack }: CodeProps) {
  const words = useAccountWords();
  const api = useSignInApi();
  const explain = useExplain({ QUIRE_ERR_CODE_NEEDED: "code", QUIRE_ERR_CODE_WRONG: "code" });
  const form = useForm({
    check: (values) =>
      values("code").trim().length < 6 ? { field: "code", text: words.fields.codeMissing } : null,
    async send(values) {
      await api.signIn({ ...first, code: values("code").trim() });
      await forgetPictures();
      onSignedIn();
    },
    explain,
  });
  return (
    <Card title={words.signIn.codeTitle} text={words.signIn.codeText}>
      <Form
        {...form}
        label={words.signIn.action}
        busyLabel={words.signIn.busy}
        beside={
          <button type="button" className="quiet-link" onClick={onBack}>
            {words.signIn.back}
          </button>
        }
      >
        <Field
          label={words.fields.code}
          name="code"
          autoComplete="one-time-code"
          inputMode="text"
          autoCapitalize="off"
          spellCheck={false}
          autoFocus
          required
          hint={words.fields.codeHint}
          problem={form.problem}
        />
      </Form>
    </Card>
  );
}

function Providers({ providers }: Pick<SignInState, "providers">) {
  const { signIn } = useAccountWords();
  if (providers.length === 0) return null;
  const query = new URLSearchParams({ returnTo: returnPath(location.search, location.origin) });
  return (
    <>
      <p className="card-or">{signIn.or}</p>
      <ul className="card-ways">
        {providers.map(({ id, name }) => (
          <li key={id}>
            <a
              className="button button-line"
              href={`/api/session/providers/${encodeURIComponent(id)}?${query}`}
              onClick={() => void forgetPictures()}
            >
              {signIn.withProvider(name)}
            </a>
          </li>
        ))}
      </ul>
    </>
  );
}
