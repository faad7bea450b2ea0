import type { ApiToken, NewApiToken, TokenScope } from "@quire/protocol";
import { useState } from "react";
import { useWords } from "../app-context.ts";
import { failureText } from "../failure-words.ts";
import { useNow } from "../use-now.ts";
import { useToast } from "../use-toast.ts";
import { AskDialog } from "./ask-dialog.tsx";
import { Field, Form, useForm } from "./form.tsx";
import { Failed, Section } from "./frame.tsx";
import type { PartProps } from "./part-props.ts";
import { OwnPassword } from "./password-fields.tsx";
import { SecretToCopy } from "./secret-to-copy.tsx";
import {
  checks,
  passwordFields,
  useAccountsApi,
  useAccountWords,
  useExplain,
  useRead,
} from "./use-accounts.ts";

const day = 24 * 60 * 60_000;
const lifetimes = { month: 30 * day, year: 365 * day, never: null } as const;

/** What programs act with as oneself. */
export function TokensSection({ words, account }: PartProps) {
  const { tokens: own } = words;
  const allWords = useWords();
  const api = useAccountsApi();
  const { say, fail } = useToast();
  const { state, again } = useRead(api.listTokens);
  const [dialog, setDialog] = useState<"ask" | NewApiToken | null>(null);
  const close = () => {
    setDialog(null);
    void again();
  };

  async function end({ id, name }: ApiToken) {
    try {
      await api.endToken(id);
      say(own.ended(name));
    } catch (error) {
      fail(`${words.notDone} ${failureText(allWords, error)}`);
    }
    await again();
  }

  const isMade = dialog !== null && dialog !== "ask";
  return (
    <Section title={own.title} text={own.text}>
      {state.phase === "failed" && (
        <Failed text={failureText(allWords, state.error)} onAgain={() => void again()} />
      )}
      {state.phase === "ready" && state.value.tokens.length > 0 && (
        <ul className="account-rows">
          {state.value.tokens.map((token) => (
            <TokenRow key={token.id} words={own} token={token} onEnd={() => void end(token)} />
          ))}
        </ul>
      )}
      <button type="button" className="button button-line account-begin" onClick={() => setDialog("ask")}>
        {own.make}
      </button>
      <AskDialog
        title={isMade ? own.madeTitle : own.makeTitle}
        {...(isMade && { text: own.madeText })}
        isOpen={dialog !== null}
        onClose={close}
      >
        {isMade ? (
          <SecretToCopy text={dialog.secret} words={own} onDone={close} />
        ) : (
          <MakeToken words={own} account={account} onMade={setDialog} />
        )}
      </AskDialog>
    </Section>
  );
}

interface RowProps {
  readonly words: PartProps["words"]["tokens"];
  readonly token: ApiToken;
  readonly onEnd: () => void;
}

function TokenRow({ words, token, onEnd }: RowProps) {
  const { format } = useWords();
  const now = useNow(60_000);
  const { name, scope, seenAt, expiresAt } = token;
  const seen = seenAt === null ? null : format.moment(seenAt, now);
  return (
    <li className="account-row">
      <div className="account-what">
        <span className="account-name">{name}</span>
        <span className="account-facts">{words.facts(words.scopes[scope], seen, expiresAt)}</span>
      </div>
      <button type="button" className="button button-quiet" aria-label={words.endOf(name)} onClick={onEnd}>
        {words.end}
      </button>
    </li>
  );
}

interface MakeProps extends Pick<PartProps, "account"> {
  readonly words: PartProps["words"]["tokens"];
  readonly onMade: (token: NewApiToken) => void;
}

function MakeToken({ words, account, onMade }: MakeProps) {
  const accountWords = useAccountWords();
  const api = useAccountsApi();
  const { hasPassword } = account;
  const form = useForm({
    check: (values) =>
      values("name").trim() === ""
        ? { field: "name", text: words.nameMissing }
        : hasPassword
          ? checks.password(accountWords, values)
          : null,
    async send(values) {
      const lifetime = lifetimes[values("ends") as keyof typeof lifetimes];
      onMade(
        await api.makeToken({
          name: values("name").trim(),
          scope: values("scope") as TokenScope,
          ...(lifetime !== null && { expiresAt: Date.now() + lifetime }),
          ...(hasPassword && { password: values("password") }),
        }),
      );
    },
    explain: useExplain(passwordFields(account)),
  });
  return (
    <Form {...form} label={words.make} busyLabel={words.busy}>
      <Field label={words.name} name="name" autoComplete="off" required problem={form.problem} />
      <label className="account-choice">
        {words.scope}
        <select name="scope" className="field" defaultValue="read">
          <option value="read">{words.scopes.read}</option>
          <option value="write">{words.scopes.write}</option>
        </select>
      </label>
      <label className="account-choice">
        {words.ends}
        <select name="ends" className="field" defaultValue="month">
          <option value="month">{words.lifetimes.month}</option>
          <option value="year">{words.lifetimes.year}</option>
          <option value="never">{words.lifetimes.never}</option>
        </select>
      </label>
      {hasPassword && <OwnPassword problem={form.problem} />}
    </Form>
  );
}
