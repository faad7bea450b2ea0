import { Eye, EyeOff } from "lucide-react";
import {
  type ComponentProps,
  type FormEvent,
  type ReactNode,
  useEffect,
  useId,
  useRef,
  useState,
} from "react";
import { formText } from "../form-text.ts";
import { useDelayed } from "../use-delayed.ts";

/** What is wrong with a form: with one of its fields, or where `field` is missing with none in particular. */
export interface Problem {
  readonly field?: string;
  readonly text: string;
}

/** What was typed, by the fields' names. */
export type Values = (name: string) => string;

interface FormOptions {
  /** What is wrong before anybody is asked; null for nothing. */
  readonly check?: (values: Values) => Problem | null;
  readonly send: (values: Values) => Promise<void>;
  /** Its fields are empty again once it was sent: it is there for the next one. */
  readonly isForMany?: boolean;
  /** What a refusal means here. */
  readonly explain: (error: unknown) => Problem;
}

export interface FormState {
  readonly problem: Problem | null;
  readonly isSending: boolean;
  readonly submit: (event: FormEvent<HTMLFormElement>) => void;
}

/** A form's way to the server: one at a time, and what is wrong beside its field, which then has the focus. */
export function useForm({ check, send, explain, isForMany = false }: FormOptions): FormState {
  const [problem, setProblem] = useState<Problem | null>(null);
  const [isSending, setSending] = useState(false);

  async function run(form: HTMLFormElement) {
    const data = new FormData(form);
    const values: Values = (name) => formText(data, name);
    let found = check?.(values) ?? null;
    if (found === null) {
      setSending(true);
      try {
        await send(values);
        if (isForMany) form.reset();
      } catch (error) {
        found = explain(error);
      }
      setSending(false);
    }
    // Said anew where it is the same as before.
    setProblem(null);
    if (found === null) return;
    const { field } = found;
    requestAnimationFrame(() => {
      setProblem(found);
      const input = field === undefined ? null : form.elements.namedItem(field);
      if (input instanceof HTMLElement) input.focus();
    });
  }

  return {
    problem,
    isSending,
    submit: (event) => {
      event.preventDefault();
      if (!isSending) void run(event.currentTarget);
    },
  };
}

interface FormProps extends FormState {
  /** Of the button, and while the server takes its time. */
  readonly label: string;
  readonly busyLabel: string;
  readonly className?: string;
  readonly isBad?: boolean;
  /** Beside the button. */
  readonly beside?: ReactNode;
  readonly children?: ReactNode;
}

/** Fields above one button. */
export function Form({
  problem,
  isSending,
  submit,
  label,
  busyLabel,
  className,
  isBad,
  beside,
  children,
}: FormProps) {
  const isSlow = useDelayed(isSending);
  return (
    <form className={className ?? "account-form"} noValidate onSubmit={submit}>
      {children}
      {problem !== null && problem.field === undefined && (
        <p className="problem" role="alert">
          {problem.text}
        </p>
      )}
      <div className="account-actions">
        <button
          type="submit"
          className={`button ${isBad === true ? "button-bad" : "button-primary"}`}
          aria-disabled={isSending}
        >
          {isSlow ? <span className="progress">{busyLabel}</span> : label}
        </button>
        {beside}
      </div>
    </form>
  );
}

interface FieldProps extends Omit<ComponentProps<"input">, "name" | "id" | "className"> {
  readonly label: string;
  readonly name: string;
  readonly problem: Problem | null;
  readonly hint?: string;
  /** Stands at the field's end. */
  readonly beside?: ReactNode;
}

/** A field under its label, with what is wrong with it below. */
export function Field({ label, name, problem, hint, beside, autoFocus = false, ...input }: FieldProps) {
  const id = useId();
  const place = useRef<HTMLInputElement>(null);
  useEffect(() => {
    // A browser heeds the attribute when a page is loaded, and not for what comes after.
    if (autoFocus) place.current?.focus();
  }, [autoFocus]);
  const own = problem?.field === name ? problem : null;
  const described = [own && `${id}-problem`, hint && `${id}-hint`].filter(Boolean).join(" ");
  return (
    <div className="account-field">
      <label htmlFor={id}>{label}</label>
      <div className="account-input">
        <input
          {...input}
          ref={place}
          id={id}
          name={name}
          className="field"
          aria-invalid={own !== null}
          aria-describedby={described === "" ? undefined : described}
        />
        {beside}
      </div>
      {own !== null && (
        <p id={`${id}-problem`} className="problem" role="alert">
          {own.text}
        </p>
      )}
      {hint !== undefined && (
        <p id={`${id}-hint`} className="account-hint">
          {hint}
        </p>
      )}
    </div>
  );
}

interface PasswordProps extends Omit<FieldProps, "type" | "beside"> {
  readonly autoComplete: "current-password" | "new-password";
  /** Of the button that shows what is typed. */
  readonly showLabel: string;
}

/** A password, which can be looked at while it is typed. */
export function PasswordField({ showLabel, ...field }: PasswordProps) {
  const [isShown, setShown] = useState(false);
  const Face = isShown ? EyeOff : Eye;
  return (
    <div className="account-password">
      <Field
        {...field}
        type={isShown ? "text" : "password"}
        autoCapitalize="off"
        autoCorrect="off"
        spellCheck={false}
        required
        beside={
          <button
            type="button"
            className="icon-button"
            aria-label={showLabel}
            aria-pressed={isShown}
            title={showLabel}
            onClick={() => setShown(!isShown)}
          >
            <Face aria-hidden="true" />
          </button>
        }
      />
    </div>
  );
}
