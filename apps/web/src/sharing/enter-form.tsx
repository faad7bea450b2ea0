import type { EnterLink, ShareLookedAt } from "@quire/protocol";
import { Card } from "../account/card.tsx";
import { Field, Form, useForm } from "../account/form.tsx";
import { signInPath } from "../account/way-in.ts";
import { ApiError } from "../api.ts";
import { useApp } from "../app-context.ts";
import { failureText } from "../failure-words.ts";
import { useSharingWords } from "./use-sharing-words.ts";

/** What somebody says of themselves to come in. */
export type Answers = Omit<EnterLink, "token">;

interface FormProps {
  readonly needs: ShareLookedAt;
  /** Rejects with an `ApiError`. */
  readonly onEnter: (answers: Answers) => Promise<void>;
}

/** Characters that a name may have. Whether there is anything in it to show, the server says. */
const longestName = 60;

/** Asks who comes by a link for what it takes: a name, a password, or both. */
export function EnterForm({ needs: { needsName, needsPassword, role }, onEnter }: FormProps) {
  const { words } = useApp();
  const { enter } = useSharingWords();
  const form = useForm({
    check(values) {
      if (needsName && values("name").trim() === "") return { field: "name", text: enter.nameEmpty };
      if (needsPassword && values("password") === "") return { field: "password", text: enter.passwordEmpty };
      return null;
    },
    send: (values) =>
      onEnter({
        ...(needsName && { name: values("name").trim() }),
        ...(needsPassword && { password: values("password") }),
      }),
    explain: (error) =>
      error instanceof ApiError && error.code === "QUIRE_ERR_LINK_PASSWORD"
        ? { field: "password", text: enter.passwordWrong }
        : { text: failureText(words, error) },
  });
  return (
    <Card title={enter.title} text={enter.text[role]}>
      <Form
        {...form}
        label={enter.enter}
        busyLabel={words.common.loading}
        beside={needsName && <SignInFirst label={enter.haveAccount} />}
      >
        {needsName && (
          <Field
            label={enter.name}
            name="name"
            hint={enter.nameHint}
            maxLength={longestName}
            autoComplete="nickname"
            autoFocus
            problem={form.problem}
          />
        )}
        {needsPassword && (
          <Field
            label={enter.password}
            name="password"
            type="password"
            hint={enter.passwordHint}
            maxLength={256}
            autoComplete="off"
            autoFocus={!needsName}
            problem={form.problem}
          />
        )}
      </Form>
    </Card>
  );
}

/** For who has an account, and is not signed in here: they come back by the link as themselves. It stays in no history then, either. */
function SignInFirst({ label }: { readonly label: string }) {
  return (
    <button
      type="button"
      className="quiet-link"
      onClick={() => location.replace(signInPath(location.pathname))}
    >
      {label}
    </button>
  );
}
