import { useToast } from "../use-toast.ts";
import { Form, PasswordField, useForm } from "./form.tsx";
import { Section } from "./frame.tsx";
import type { PartProps } from "./part-props.ts";
import { AccountOfPassword, NewPassword } from "./password-fields.tsx";
import { checks, useAccountsApi, useAccountWords, useExplain } from "./use-accounts.ts";

/** A new password, in place of the one there is or where there is none. */
export function PasswordSection({ words: { password: own }, account, onChange }: PartProps) {
  const words = useAccountWords();
  const { fields } = words;
  const api = useAccountsApi();
  const { say } = useToast();
  const { hasPassword } = account;
  const form = useForm({
    check: (values) =>
      hasPassword && values("current") === ""
        ? { field: "current", text: fields.passwordMissing }
        : checks.newPassword(words, values),
    async send(values) {
      const current = hasPassword ? { current: values("current") } : {};
      await api.changePassword({ ...current, password: values("password") });
      onChange({ ...account, hasPassword: true });
      say(own.saved);
    },
    isForMany: true,
    explain: useExplain({ QUIRE_ERR_PASSWORD_WRONG: "current" }),
  });
  return (
    <Section title={own.title} text={hasPassword ? own.text : own.noneText}>
      <Form {...form} label={hasPassword ? own.save : own.set} busyLabel={own.busy}>
        <AccountOfPassword email={account.email} />
        {hasPassword && (
          <PasswordField
            label={own.current}
            name="current"
            autoComplete="current-password"
            showLabel={fields.showPassword}
            problem={form.problem}
          />
        )}
        <NewPassword label={own.next} problem={form.problem} />
      </Form>
    </Section>
  );
}
