import { useEffect } from "react";
import { Link } from "wouter";
import { useWords } from "../app-context.ts";
import { useFocusOnArrival } from "../use-arrival.ts";

/** An address that is no page's. */
export function MissingPage() {
  const { common } = useWords();
  const heading = useFocusOnArrival<HTMLHeadingElement>();
  useEffect(() => {
    document.title = `${common.missingTitle} · ${common.product}`;
  }, [common]);
  return (
    <main className="notice-page">
      <h1 ref={heading} tabIndex={-1}>
        {common.missingTitle}
      </h1>
      <p>{common.missingText}</p>
      <Link href="/" className="button button-primary">
        {common.backToLibrary}
      </Link>
    </main>
  );
}
