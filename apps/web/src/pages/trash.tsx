import "../style/drawer.css";
import "../style/trash.css";
import type { DeletedDocument } from "@quire/protocol";
import { ArrowLeft } from "lucide-react";
import { useEffect, useMemo, useState, useSyncExternalStore } from "react";
import { Link, useLocation } from "wouter";
import { useApp, useWords } from "../app-context.ts";
import { documentName } from "../document-name.ts";
import { failureText } from "../failure-words.ts";
import { ThemeButton } from "../parts/theme-button.tsx";
import { TrashStore } from "../trash-store.ts";
import { useFocusOnArrival } from "../use-arrival.ts";
import { useDelayed } from "../use-delayed.ts";
import { useDocumentActions } from "../use-document-actions.ts";
import { useNow } from "../use-now.ts";
import { useToast } from "../use-toast.ts";
import { trashWords as own } from "../words/en-trash.ts";

/** What was deleted, by whom and when, for who may bring it back. */
export function TrashPage() {
  const words = useWords();
  const { api } = useApp();
  const store = useMemo(() => new TrashStore(api.readTrash), [api]);
  const state = useSyncExternalStore(store.subscribe, store.getSnapshot);
  const isSlow = useDelayed(state.isReadingMore);
  const now = useNow(30_000);
  const heading = useFocusOnArrival<HTMLHeadingElement>();
  useEffect(() => {
    document.title = `${own.title} · ${words.common.product}`;
  }, [words]);
  useEffect(() => void store.readMore(), [store]);
  const isEmpty = state.phase === "ready" && state.documents.length === 0 && state.next === null;
  const back = (id: string) => {
    // The button that was pressed goes with its document.
    heading.current?.focus();
    store.leave(id);
  };

  return (
    <main className="drawer">
      <header className="drawer-top">
        <Link href="/" className="icon-button" aria-label={words.common.backToLibrary}>
          <ArrowLeft aria-hidden="true" />
        </Link>
        <h1 ref={heading} tabIndex={-1}>
          {own.title}
        </h1>
        <ThemeButton />
      </header>
      <div role="status">
        {isSlow && state.phase === "loading" && <p className="progress">{words.common.loading}</p>}
        {isEmpty && (
          <section className="empty">
            <h2>{own.empty}</h2>
            <p>{own.emptyText}</p>
          </section>
        )}
      </div>
      {state.documents.length > 0 && (
        <>
          <p className="drawer-text">{own.text}</p>
          <ul className="trash">
            {state.documents.map((document) => (
              <TrashRow key={document.id} document={document} now={now} onBack={back} />
            ))}
          </ul>
        </>
      )}
      {state.error !== undefined && (
        <section className="empty" role="alert">
          <h2>{own.failedTitle}</h2>
          <p>{failureText(words, state.error)}</p>
          <button type="button" className="button button-primary" onClick={() => void store.readMore()}>
            {words.common.tryAgain}
          </button>
        </section>
      )}
      {state.next !== null && state.error === undefined && (
        <button
          type="button"
          className="button button-line"
          aria-disabled={state.isReadingMore}
          onClick={() => void store.readMore()}
        >
          {isSlow ? words.common.loading : own.showMore}
        </button>
      )}
    </main>
  );
}

interface RowProps {
  readonly document: DeletedDocument;
  readonly now: number;
  readonly onBack: (id: string) => void;
}

/** One document: what it was called and began with, who deleted it and when, and the way back. */
function TrashRow({ document, now, onBack }: RowProps) {
  const { words } = useApp();
  const { say } = useToast();
  const { restore } = useDocumentActions();
  const [, navigate] = useLocation();
  const [isRestoring, setRestoring] = useState(false);
  const { id, excerpt, deletedAt, deletedBy, replacedBy } = document;
  const name = documentName(words, document.title);
  const what = replacedBy === null ? own.deleted : own.begunAnew;

  async function bringBack() {
    if (isRestoring) return;
    setRestoring(true);
    if (await restore(document)) {
      onBack(id);
      say(own.restored(name), { label: own.open, run: () => navigate(`/d/${id}`) });
    } else setRestoring(false);
  }

  return (
    <li className="trash-row" data-document={id}>
      <div className="trash-words">
        <h2>{name}</h2>
        {excerpt !== "" && <p className="trash-excerpt">{excerpt}</p>}
        <p className="trash-meta">
          <time dateTime={new Date(deletedAt).toISOString()} title={words.format.fullTime(deletedAt)}>
            {what(deletedBy, words.format.moment(deletedAt, now))}
          </time>
          {replacedBy !== null && (
            <Link href={`/d/${replacedBy}`} className="trash-link">
              {own.inItsPlace}
            </Link>
          )}
        </p>
      </div>
      <button
        type="button"
        className="button button-line"
        aria-label={own.restoreOf(name)}
        aria-disabled={isRestoring}
        onClick={() => void bringBack()}
      >
        {own.restore}
      </button>
    </li>
  );
}
