import "../style/account.css";
import { type ReactNode, useEffect } from "react";
import { useWords } from "../app-context.ts";
import { ThemeButton } from "../parts/theme-button.tsx";
import { WithBreaks } from "../parts/with-breaks.tsx";
import { useFocusOnArrival } from "../use-arrival.ts";
import { useKeptFocus } from "../use-kept-focus.ts";

interface CardProps {
  readonly title: string;
  readonly text?: string;
  readonly children?: ReactNode;
}

/** One sheet on the desk: what somebody sees who is not in yet. */
export function Card({ title, text, children }: CardProps) {
  const { common } = useWords();
  const heading = useFocusOnArrival<HTMLHeadingElement>();
  const kept = useKeptFocus(heading);
  useEffect(() => {
    document.title = `${title} · ${common.product}`;
  }, [title, common]);
  return (
    <div className="desk">
      <header className="desk-top">
        <span className="desk-name">{common.product}</span>
        <ThemeButton />
      </header>
      <main className="card" {...kept}>
        <h1 ref={heading} tabIndex={-1}>
          {title}
        </h1>
        {text !== undefined && (
          <p className="card-text">
            <WithBreaks text={text} />
          </p>
        )}
        {children}
      </main>
    </div>
  );
}
