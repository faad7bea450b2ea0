import "../style/enter.css";
import { pageOwner } from "@quire/client";
import { nobodysPage, type ShareLookedAt } from "@quire/protocol";
import { useCallback, useEffect, useMemo, useState } from "react";
import { Link, useLocation } from "wouter";
import { ApiError, createApi } from "../api.ts";
import { useApp, useWords } from "../app-context.ts";
import { failureText } from "../failure-words.ts";
import { PageProgress } from "../parts/page-progress.tsx";
import { ownerHere } from "../signed-in.ts";
import { useFocusOnArrival } from "../use-arrival.ts";
import { preload } from "../use-loaded.ts";
import { enterByLink, lookAtLink } from "./access-api.ts";
import { type Answers, EnterForm } from "./enter-form.tsx";
import { useSharingWords } from "./use-sharing-words.ts";

/** How it stands with the link: asked about, good, not any more, or out of reach. */
type Looked =
  | { readonly state: "looking" | "over" }
  | { readonly state: "asks"; readonly needs: ShareLookedAt }
  | { readonly state: "failed"; readonly text: string };

/** Where a link into a document leads: who needs to say nothing is in at once. Its token stays in no history. */
export function EnterPage({ token }: { readonly token: string }) {
  const { build, words, loadDocumentPage } = useApp();
  // A 401 is an answer here, to a password: nobody is to be led to where one signs in.
  const api = useMemo(() => createApi(build.hearing((...request) => fetch(...request))), [build]);
  const { enter } = useSharingWords();
  const [, navigate] = useLocation();
  const [looked, setLooked] = useState<Looked>({ state: "looking" });

  /** Rejects with an `ApiError`. */
  const goIn = useCallback(
    async (answers: Answers) => {
      const { documentId } = await enterByLink(api, { token, ...answers });
      const address = `/d/${documentId}`;
      // What this page keeps on the device is somebody else's from now on.
      if ((ownerHere(document.cookie) ?? nobodysPage) !== pageOwner()) location.replace(address);
      else navigate(address, { replace: true });
    },
    [api, token, navigate],
  );

  const look = useCallback(async () => {
    // What is no token cannot be asked about.
    if (!/^[\w-]{43}$/.test(token)) return setLooked({ state: "over" });
    setLooked({ state: "looking" });
    try {
      const needs = await lookAtLink(api, token);
      if (needs.needsName || needs.needsPassword) setLooked({ state: "asks", needs });
      else await goIn({});
    } catch (error) {
      setLooked(isOver(error) ? { state: "over" } : { state: "failed", text: failureText(words, error) });
    }
  }, [api, token, words, goIn]);

  useEffect(() => void look(), [look]);
  useEffect(() => preload(loadDocumentPage), [loadDocumentPage]);
  useEffect(() => {
    document.title = `${enter.title} · ${words.common.product}`;
  }, [enter, words]);

  switch (looked.state) {
    case "looking":
      return <PageProgress />;
    case "over":
      return <OverNotice />;
    case "failed":
      return (
        <main className="notice-page">
          <h1>{enter.failedTitle}</h1>
          <p role="alert">{looked.text}</p>
          <button type="button" className="button button-primary" onClick={() => void look()}>
            {words.common.tryAgain}
          </button>
        </main>
      );
    case "asks":
      return (
        <EnterForm
          needs={looked.needs}
          onEnter={async (answers) => {
            try {
              await goIn(answers);
            } catch (error) {
              if (!isOver(error)) throw error;
              setLooked({ state: "over" });
            }
          }}
        />
      );
    default:
      return looked satisfies never;
  }
}

function isOver(error: unknown): boolean {
  return error instanceof ApiError && error.status === 404;
}

function OverNotice() {
  const { common } = useWords();
  const { enter } = useSharingWords();
  const heading = useFocusOnArrival<HTMLHeadingElement>();
  return (
    <main className="notice-page">
      <h1 ref={heading} tabIndex={-1}>
        {enter.endedTitle}
      </h1>
      <p>{enter.endedText}</p>
      <Link href="/" className="button button-primary">
        {common.backToLibrary}
      </Link>
    </main>
  );
}
