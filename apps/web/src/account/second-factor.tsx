import type { SecondFactorOffer } from "@quire/protocol";
import { useMemo, useState } from "react";
import { encode } from "uqr";
import { useWords } from "../app-context.ts";
import { failureText } from "../failure-words.ts";
import { useToast } from "../use-toast.ts";
import { ConfirmDialog } from "./confirm-dialog.tsx";
import { CopyButton } from "./copy-button.tsx";
import { Field, Form, useForm } from "./form.tsx";
import { Section } from "./frame.tsx";
import type { PartProps } from "./part-props.ts";
import { useAccountsApi, useAccountWords, useExplain } from "./use-accounts.ts";

/** What the part shows: nothing to do, a secret to scan, or codes to keep. */
type Step =
  | { readonly type: "rest" }
  | { readonly type: "offer"; readonly offer: SecondFactorOffer }
  | { readonly type: "spares"; readonly codes: readonly string[] };

/** A code of an app beside the password: turned on, and off. */
export function SecondFactor({ words, account, onChange }: PartProps) {
  const { secondFactor: own } = words;
  const allWords = useWords();
  const { cancel } = useAccountWords();
  const api = useAccountsApi();
  const { say, fail } = useToast();
  const [step, setStep] = useState<Step>({ type: "rest" });
  const [isAsking, setAsking] = useState(false);
  const rest = () => setStep({ type: "rest" });

  async function begin() {
    try {
      setStep({ type: "offer", offer: await api.offerSecondFactor() });
    } catch (error) {
      fail(`${words.notDone} ${failureText(allWords, error)}`);
    }
  }

  if (step.type === "spares") {
    return (
      <Section title={own.sparesTitle} text={own.sparesText}>
        <ul className="spare-codes">
          {step.codes.map((code) => (
            <li key={code}>
              <code>{code}</code>
            </li>
          ))}
        </ul>
        <div className="account-actions">
          <button ref={focus} type="button" className="button button-primary" onClick={rest}>
            {own.done}
          </button>
          <CopyButton
            text={step.codes.join("\n")}
            label={own.copySpares}
            copied={own.copied}
            failed={own.notCopied}
          />
        </div>
      </Section>
    );
  }
  return (
    <Section title={own.title} text={account.hasSecondFactor ? own.onText : own.offText}>
      {step.type === "offer" && (
        <Offer
          words={own}
          offer={step.offer}
          onCodes={(codes) => {
            onChange({ ...account, hasSecondFactor: true });
            setStep({ type: "spares", codes });
          }}
          cancel={
            <button type="button" className="button button-line" onClick={rest}>
              {cancel}
            </button>
          }
        />
      )}
      {step.type === "rest" && (
        <button
          type="button"
          className="button button-line account-begin"
          onClick={() => (account.hasSecondFactor ? setAsking(true) : void begin())}
        >
          {account.hasSecondFactor ? own.turnOff : own.begin}
        </button>
      )}
      <ConfirmDialog
        account={account}
        title={own.turnOffTitle}
        text={own.turnOffText}
        action={own.turnOff}
        busy={own.busy}
        isBad
        isOpen={isAsking}
        onClose={() => setAsking(false)}
        onConfirm={async (password) => {
          await api.removeSecondFactor(password);
          setAsking(false);
          onChange({ ...account, hasSecondFactor: false });
          say(own.turnedOff);
        }}
      />
    </Section>
  );
}

/** What comes after the button that was pressed has the focus. */
function focus(button: HTMLButtonElement | null): void {
  button?.focus();
}

interface OfferProps {
  readonly words: PartProps["words"]["secondFactor"];
  readonly offer: SecondFactorOffer;
  readonly onCodes: (codes: readonly string[]) => void;
  readonly cancel: React.ReactNode;
}

function Offer({ words, offer, onCodes, cancel }: OfferProps) {
  const api = useAccountsApi();
  const form = useForm({
    check: (values) =>
      /^\s*(?:\d\s*){6}$/.test(values("code")) ? null : { field: "code", text: words.codeMissing },
    async send(values) {
      const { codes } = await api.confirmSecondFactor(values("code").replace(/\s/g, ""));
      onCodes(codes);
    },
    explain: useExplain({ QUIRE_ERR_CODE_WRONG: "code" }),
  });
  return (
    <>
      <p>{words.scan}</p>
      <QrCode text={offer.url} label={words.picture} />
      <p className="account-hint">
        {words.byHand} <code className="account-secret">{offer.secret}</code>
      </p>
      <Form {...form} label={words.confirm} busyLabel={words.busy} beside={cancel}>
        <Field
          label={words.code}
          name="code"
          autoComplete="one-time-code"
          inputMode="numeric"
          autoFocus
          required
          problem={form.problem}
        />
      </Form>
    </>
  );
}

/** Dark on light in both themes: cameras read nothing else well. */
function QrCode({ text, label }: { readonly text: string; readonly label: string }) {
  const { size, path } = useMemo(() => {
    const { data, size } = encode(text, { border: 2 });
    const cells = data.flatMap((row, y) =>
      row.flatMap((isDark, x) => (isDark ? [`M${x} ${y}h1v1h-1z`] : [])),
    );
    return { size, path: cells.join("") };
  }, [text]);
  return (
    <svg
      className="qr-code"
      viewBox={`0 0 ${size} ${size}`}
      role="img"
      aria-label={label}
      shapeRendering="crispEdges"
    >
      <path d={path} />
    </svg>
  );
}
