import type { EnterLink, ShareLookedAt } from "@quire/protocol";
import { type FormEvent, useEffect, useRef, useState } from "react";
import { ApiError } from "../api.ts";
import { useApp } from "../app-context.ts";
import { failureText } from "../failure-words.ts";
import { formText } from "../form-text.ts";
import { useSharingWords } from "./use-sharing-words.ts";

/** What somebody says of themselves to come in. */
export type Answers = Omit<EnterLink, "token">;

interface FormProps {
  readonly needs: ShareLookedAt;
  /** Rejects with an `ApiError`. */
  readonly onEnter: (answers: Answers) => Promise<void>;
}

type Field = "name" | "password";

/** Characters that a name may have. Whether there is anything in it to show, the server says. */
const longestName = 60;

/** Asks who comes by a link for what it takes: a name, a password, or both. */
export function EnterForm({ needs, onEnter }: FormProps) {
  const { words } = useApp();
  const { enter } = useSharingWords();
  const form = useRef<HTMLFormElement>(null);
  const [problem, setProblem] = useState<{ readonly field: Field | null; readonly text: string } | null>(
    null,
  );
  const [isBusy, setBusy] = useState(false);
  useEffect(() => form.current?.querySelector("input")?.focus(), []);

  function fail(field: Field | null, text: string) {
    setProblem({ field, text });
    if (field !== null) form.current?.querySelector<HTMLElement>(`[name="${field}"]`)?.focus();
  }

  async function submit(event: FormEvent<HTMLFormElement>) {
    event.preventDefault();
    if (isBusy) return;
    const data = new FormData(event.currentTarget);
    const name = formText(data, "name").trim();
    const password = formText(data, "password");
    if (needs.needsName && name === "") return fail("name", enter.nameEmpty);
    if (needs.needsPassword && password === "") return fail("password", enter.passwordEmpty);
    setBusy(true);
    setProblem(null);
    try {
      await onEnter({
        ...(needs.needsName && { name }),
        ...(needs.needsPassword && { password }),
      });
    } catch (error) {
      setBusy(false);
      if (error instanceof ApiError && error.code === "QUIRE_ERR_LINK_PASSWORD")
        fail("password", enter.passwordWrong);
      else fail(null, failureText(words, error));
    }
  }

  const field = (name: Field, label: string, hint: string) => ({
    name,
    label,
    hint,
    problem: problem?.field === name ? problem.text : undefined,
  });
  return (
    <main className="notice-page enter">
      <h1>{enter.title}</h1>
      <p>{enter.text[needs.role]}</p>
      <form ref={form} className="enter-form" noValidate onSubmit={(event) => void submit(event)}>
        {needs.needsName && (
          <EnterField
            {...field("name", enter.name, enter.nameHint)}
            input={{ maxLength: longestName, autoComplete: "nickname" }}
          />
        )}
        {needs.needsPassword && (
          <EnterField
            {...field("password", enter.password, enter.passwordHint)}
            input={{ type: "password", maxLength: 256, autoComplete: "off" }}
          />
        )}
        {problem !== null && problem.field === null && (
          <p role="alert" className="problem">
            {problem.text}
          </p>
        )}
        <button type="submit" className="button button-primary" aria-disabled={isBusy}>
          {enter.enter}
        </button>
      </form>
    </main>
  );
}

interface EnterFieldProps {
  readonly name: Field;
  readonly label: string;
  readonly hint: string;
  readonly problem: string | undefined;
  readonly input: React.ComponentProps<"input">;
}

function EnterField({ name, label, hint, problem, input }: EnterFieldProps) {
  const id = `enter-${name}`;
  return (
    <div className="enter-field">
      <label htmlFor={id}>{label}</label>
      <input
        {...input}
        id={id}
        name={name}
        className="field"
        aria-invalid={problem !== undefined}
        aria-describedby={`${id}-hint`}
      />
      {problem === undefined ? (
        <small id={`${id}-hint`}>{hint}</small>
      ) : (
        <p id={`${id}-hint`} role="alert" className="problem">
          {problem}
        </p>
      )}
    </div>
  );
}
