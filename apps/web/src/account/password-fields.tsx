import { PasswordField, type Problem } from "./form.tsx";
import { useAccountWords } from "./use-accounts.ts";

interface FieldProps {
  readonly problem: Problem | null;
}

/** The account's password, as it is. */
export function OwnPassword({ problem }: FieldProps) {
  const { fields } = useAccountWords();
  return (
    <PasswordField
      label={fields.password}
      name="password"
      autoComplete="current-password"
      showLabel={fields.showPassword}
      problem={problem}
    />
  );
}

interface NewPasswordProps extends FieldProps {
  readonly label: string;
  readonly autoFocus?: boolean;
}

/** A password as it is to be, with what it takes. */
export function NewPassword(field: NewPasswordProps) {
  const { fields } = useAccountWords();
  return (
    <PasswordField
      {...field}
      name="password"
      autoComplete="new-password"
      showLabel={fields.showPassword}
      hint={fields.passwordHint}
    />
  );
}

/** Not for people: password managers keep a new password with the account that it is of. */
export function AccountOfPassword({ email }: { readonly email: string }) {
  return (
    <input
      className="visually-hidden"
      type="email"
      name="email"
      autoComplete="username"
      value={email}
      tabIndex={-1}
      aria-hidden="true"
      readOnly
    />
  );
}
