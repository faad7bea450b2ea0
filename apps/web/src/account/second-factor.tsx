import type { SecondFactorOffer } from "@quire/protocol";
import { useMemo, useState } from "react";
import { encode } from "uqr";
import { ApiError } from "../api.ts";
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
  const [asking, setAsking] = useState<"on" | "off" | null>(null);
  const rest = () => setStep({ type: "rest" });

  async function begin(password: string | undefined) {
    setStep({ type: "offer", offer: await api.offerSecondFactor(password) });
    setAsking(null);
  }

  /** Whoever signed in a moment ago is not asked for the password again. */
  async function tryBegin() {
    try {
      await begin(undefined);
    } catch (error) {
      if (error instanceof ApiError && error.code === "QUIRE_ERR_CONFIRM_NEEDED") setAsking("on");
      else fail(`${words.notDone} ${failureText(allWords, error)}`);
    }
  }

  if (step.type === "spares") return <Spares words={own} codes={step.codes} onDone={rest} />;
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
          onClick={() => (account.hasSecondFactor ? setAsking("off") : void tryBegin())}
        >
          {account.hasSecondFactor ? own.turnOff : own.begin}
        </button>
      )}
      <ConfirmDialog
        account={account}
        title={own.turnOnTitle}
        text={own.turnOnText}
        action={own.begin}
        busy={own.busy}
        isOpen={asking === "on"}
        onClose={() => setAsking(null)}
        onConfirm={begin}
      />
      <ConfirmDialog
        account={account}
        title={own.turnOffTitle}
        text={own.turnOffText}
        action={own.turnOff}
        busy={own.busy}
        isBad
        isOpen={asking === "off"}
        onClose={() => setAsking(null)}
        onConfirm={async (password) => {
          await api.removeSecondFactor(password);
          setAsking(null);
          onChange({ ...account, hasSecondFactor: false });
          say(own.turnedOff);
        }}
      />
    </Section>
  );
}

interface SparesProps {
  readonly words: PartProps["words"]["secondFactor"];
  readonly codes: readonly string[];
  readonly onDone: () => void;
}

function Spares({ words, codes, onDone }: SparesProps) {
  return (
    <Section title={words.sparesTitle} text={words.sparesText}>
      <ul className="spare-codes">
        {codes.map((code) => (
          <li key={code}>
            <code>{code}</code>
          </li>
        ))}
      </ul>
      <div className="account-actions">
        <button ref={focus} type="button" className="button button-primary" onClick={onDone}>
          {words.done}
        </button>
        <CopyButton
          text={codes.join("\n")}
          label={words.copySpares}
          copied={words.copied}
          failed={words.notCopied}
        />
      </div>
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
