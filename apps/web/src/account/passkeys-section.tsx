import type { Passkey } from "@quire/protocol";
import { useState } from "react";
import { useWords } from "../app-context.ts";
import { failureText } from "../failure-words.ts";
import { useNow } from "../use-now.ts";
import { useToast } from "../use-toast.ts";
import { createEnglishPasskeys } from "../words/en-passkeys.ts";
import { AskDialog } from "./ask-dialog.tsx";
import { ConfirmDialog } from "./confirm-dialog.tsx";
import { Field, Form, type Problem, useForm, type Values } from "./form.tsx";
import { Failed, Section } from "./frame.tsx";
import type { PartProps } from "./part-props.ts";
import { createPasskey, hasPasskeys, NoPasskey } from "./passkeys.ts";
import { OwnPassword } from "./password-fields.tsx";
import {
  checks,
  passwordFields,
  useAccountsApi,
  useAccountWords,
  useExplain,
  useRead,
} from "./use-accounts.ts";

const words = createEnglishPasskeys();

/** What somebody signs in by in place of a password and a code. */
export function PasskeysSection({ account }: PartProps) {
  const allWords = useWords();
  const api = useAccountsApi();
  const { say } = useToast();
  const { state, again } = useRead(api.listPasskeys);
  const [isAdding, setAdding] = useState(false);
  const [removed, setRemoved] = useState<Passkey | null>(null);

  async function remove({ id, name }: Passkey, password: string | undefined) {
    await api.removePasskey(id, password);
    setRemoved(null);
    say(words.removed(name));
    await again();
  }

  const passkeys = state.phase === "ready" ? state.value.passkeys : [];
  if (!hasPasskeys() && passkeys.length === 0) return null;
  return (
    <Section title={words.title} text={words.text}>
      {state.phase === "failed" && (
        <Failed text={failureText(allWords, state.error)} onAgain={() => void again()} />
      )}
      {passkeys.length > 0 && (
        <ul className="account-rows">
          {passkeys.map((passkey) => (
            <PasskeyRow
              key={passkey.id}
              passkey={passkey}
              onRenamed={() => void again()}
              onRemove={() => setRemoved(passkey)}
            />
          ))}
        </ul>
      )}
      {hasPasskeys() && (
        <button type="button" className="button button-line account-begin" onClick={() => setAdding(true)}>
          {words.add}
        </button>
      )}
      <ConfirmDialog
        account={account}
        title={removed === null ? "" : words.removeOf(removed.name)}
        action={words.remove}
        busy={words.removing}
        isBad
        isOpen={removed !== null}
        onClose={() => setRemoved(null)}
        onConfirm={async (password) => {
          if (removed !== null) await remove(removed, password);
        }}
      />
      <AskDialog title={words.add} text={words.addText} isOpen={isAdding} onClose={() => setAdding(false)}>
        <AddPasskey
          account={account}
          onAdded={({ name }) => {
            setAdding(false);
            say(words.added(name));
            void again();
          }}
        />
      </AskDialog>
    </Section>
  );
}

interface RowProps {
  readonly passkey: Passkey;
  readonly onRenamed: () => void;
  readonly onRemove: () => void;
}

function PasskeyRow({ passkey, onRenamed, onRemove }: RowProps) {
  const { format } = useWords();
  const now = useNow(60_000);
  const [isRenaming, setRenaming] = useState(false);
  const { name, seenAt } = passkey;
  return (
    <li className="account-row">
      <div className="account-what">
        <span className="account-name">{name}</span>
        <span className="account-facts">
          {seenAt === null ? words.never : words.seen(format.moment(seenAt, now))}
        </span>
      </div>
      <button
        type="button"
        className="button button-quiet"
        aria-label={words.renameOf(name)}
        onClick={() => setRenaming(true)}
      >
        {words.rename}
      </button>
      <button
        type="button"
        className="button button-quiet"
        aria-label={words.removeOf(name)}
        onClick={onRemove}
      >
        {words.remove}
      </button>
      <AskDialog title={words.renameOf(name)} isOpen={isRenaming} onClose={() => setRenaming(false)}>
        <RenamePasskey
          passkey={passkey}
          onRenamed={() => {
            setRenaming(false);
            onRenamed();
          }}
        />
      </AskDialog>
    </li>
  );
}

function RenamePasskey({ passkey: { id, name }, onRenamed }: Pick<RowProps, "passkey" | "onRenamed">) {
  const api = useAccountsApi();
  const form = useForm({
    check: nameMissing,
    async send(values) {
      await api.renamePasskey(id, values("name").trim());
      onRenamed();
    },
    explain: useExplain(),
  });
  return (
    <Form {...form} label={words.save} busyLabel={words.saving}>
      <Field
        label={words.name}
        name="name"
        autoComplete="off"
        defaultValue={name}
        required
        problem={form.problem}
      />
    </Form>
  );
}

function nameMissing(values: Values): Problem | null {
  return values("name").trim() === "" ? { field: "name", text: words.nameMissing } : null;
}

interface AddProps extends Pick<PartProps, "account"> {
  readonly onAdded: (passkey: Passkey) => void;
}

function AddPasskey({ account, onAdded }: AddProps) {
  const accountWords = useAccountWords();
  const api = useAccountsApi();
  const { hasPassword } = account;
  const explain = useExplain(passwordFields(account));
  const form = useForm({
    check: (values) => nameMissing(values) ?? (hasPassword ? checks.password(accountWords, values) : null),
    async send(values) {
      const { options } = await api.beginPasskey(hasPassword ? { password: values("password") } : {});
      onAdded(await api.makePasskey(await createPasskey(options, values("name").trim())));
    },
    explain: (error) =>
      error instanceof NoPasskey
        ? { text: error.isHereAlready ? words.here : words.notGiven }
        : explain(error),
  });
  return (
    <Form {...form} label={words.add} busyLabel={words.busy}>
      <Field
        label={words.name}
        name="name"
        autoComplete="off"
        placeholder={words.nameExample}
        required
        problem={form.problem}
      />
      {hasPassword && <OwnPassword problem={form.problem} />}
    </Form>
  );
}
