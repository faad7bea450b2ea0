import "../style/account.css";
import "../style/people.css";
import "../style/people-pages.css";
import type { Account } from "@quire/protocol";
import { ArrowLeft } from "lucide-react";
import { type ReactNode, useEffect, useRef } from "react";
import { Link, useLocation } from "wouter";
import { useWords } from "../app-context.ts";
import { failureText } from "../failure-words.ts";
import { AccountButton } from "../parts/account-button.tsx";
import { PageProgress } from "../parts/page-progress.tsx";
import { ThemeButton } from "../parts/theme-button.tsx";
import { WithBreaks } from "../parts/with-breaks.tsx";
import { useFocusOnArrival } from "../use-arrival.ts";
import { useKeptFocus } from "../use-kept-focus.ts";
import { useAccountsApi, useAccountWords, useLiveRead } from "./use-accounts.ts";
import { signInPath } from "./way-in.ts";

interface FrameProps {
  readonly title: string;
  readonly children: (account: Account, become: (account: Account) => void) => ReactNode;
}

/** A page about people, for who has signed in: its title, the ways to the others, and what is on it once it is known who this is. */
export function Frame({ title, children }: FrameProps) {
  const words = useWords();
  const { pages } = useAccountWords();
  const api = useAccountsApi();
  const { state, again, become } = useLiveRead(api.readSignIn);
  const [path] = useLocation();
  const account = state.phase === "ready" ? state.value.account : null;
  const isNobody = state.phase === "ready" && account === null;
  useEffect(() => {
    document.title = `${title} · ${words.common.product}`;
  }, [title, words]);
  useEffect(() => {
    if (isNobody) location.replace(signInPath(path));
  }, [isNobody, path]);
  if (state.phase === "loading" || isNobody) return <PageProgress />;
  const ways = [
    ["/account", pages.account],
    ["/people", pages.people],
    ...(account?.standing === "owner" ? [["/audit", pages.audit] as const] : []),
  ] as const;
  return (
    <div className="people-page">
      <header className="people-top">
        <Link
          href="/"
          className="icon-button"
          aria-label={words.common.backToLibrary}
          title={words.common.backToLibrary}
        >
          <ArrowLeft aria-hidden="true" />
        </Link>
        <nav aria-label={pages.label}>
          {ways.map(([href, label]) => (
            <Link
              key={href}
              href={href}
              className="people-tab"
              aria-current={href === path ? "page" : undefined}
            >
              {label}
            </Link>
          ))}
        </nav>
        <ThemeButton />
        <AccountButton />
      </header>
      <main>
        <PageTitle title={title} />
        {account !== null && state.phase === "ready" ? (
          children(account, (changed) => become({ ...state.value, account: changed }))
        ) : (
          <Failed
            text={failureText(words, state.phase === "failed" ? state.error : undefined)}
            onAgain={() => void again()}
          />
        )}
      </main>
    </div>
  );
}

/** Has the focus once it is there, where somebody came from another page. */
function PageTitle({ title }: Pick<FrameProps, "title">) {
  const heading = useFocusOnArrival<HTMLHeadingElement>();
  return (
    <h1 ref={heading} tabIndex={-1}>
      {title}
    </h1>
  );
}

/** That something cannot be shown, and the way to try once more. */
export function Failed({ text, onAgain }: { readonly text: string; readonly onAgain: () => void }) {
  const { common } = useWords();
  return (
    <div className="account-failed" role="alert">
      <p>{text}</p>
      <button type="button" className="button button-line" onClick={onAgain}>
        {common.tryAgain}
      </button>
    </div>
  );
}

interface SectionProps {
  readonly title: string;
  readonly text?: string;
  readonly children?: ReactNode;
}

/** A part of such a page, on paper. */
export function Section({ title, text, children }: SectionProps) {
  const heading = useRef<HTMLHeadingElement>(null);
  const kept = useKeptFocus(heading);
  return (
    <section className="account-section" {...kept}>
      <h2 ref={heading} tabIndex={-1}>
        {title}
      </h2>
      {text !== undefined && (
        <p className="account-text">
          <WithBreaks text={text} />
        </p>
      )}
      {children}
    </section>
  );
}
