import { useEffect } from "react";
import { Link } from "wouter";
import { useWords } from "../app-context.ts";
import { useFocusOnArrival } from "../use-arrival.ts";
import { missingWords } from "../words/en-missing.ts";

/** An address that is no page's. */
export function MissingPage() {
  const { common } = useWords();
  const heading = useFocusOnArrival<HTMLHeadingElement>();
  useEffect(() => {
    document.title = `${missingWords.title} · ${common.product}`;
  }, [common]);
  return (
    <main className="notice-page">
      <h1 ref={heading} tabIndex={-1}>
        {missingWords.title}
      </h1>
      <p>{missingWords.text}</p>
      <Link href="/" className="button button-primary">
        {common.backToLibrary}
      </Link>
    </main>
  );
}
