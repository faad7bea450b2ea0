import { useEffect, useRef } from "react";
import { useApp } from "../app-context.ts";
import { failureText } from "../failure-words.ts";
import { importEndings } from "../import-file.ts";
import { DocumentList } from "../parts/document-list.tsx";
import { DocumentSheets } from "../parts/document-sheets.tsx";
import { DropZone } from "../parts/drop-zone.tsx";
import { ThemeButton } from "../parts/theme-button.tsx";
import { useFocusOnArrival } from "../use-arrival.ts";
import { useDelayed } from "../use-delayed.ts";
import { useDocumentActions } from "../use-document-actions.ts";
import { useImport } from "../use-import.ts";
import { useLibrary } from "../use-library.ts";
import { usePreload } from "../use-loaded.ts";
import { useNow } from "../use-now.ts";
import type { Words } from "../words/en.ts";

/** Every document, those that are open now first. */
export function LibraryPage() {
  const { words, library, loadDocumentPage } = useApp();
  const state = useLibrary();
  const now = useNow(30_000);
  const actions = useDocumentActions();
  const { progress, importFiles } = useImport();
  const isSlowImport = useDelayed(progress !== null);
  const isSlowList = useDelayed(state.phase === "loading");
  const heading = useFocusOnArrival<HTMLHeadingElement>();

  useEffect(() => {
    document.title = `${words.library.title} · ${words.common.product}`;
  }, [words]);
  usePreload(loadDocumentPage, 500);

  return (
    <main className="library">
      <header className="library-top">
        <h1 ref={heading} tabIndex={-1}>
          {greeting(words, new Date(now).getHours())}
        </h1>
        <div className="library-actions">
          <ThemeButton />
          <ImportButton isBusy={progress !== null} onFiles={importFiles} />
          <button
            type="button"
            className="button button-primary"
            aria-disabled={actions.isCreating}
            onPointerEnter={() => void loadDocumentPage()}
            onClick={() => void actions.create()}
          >
            {words.library.newDocument}
          </button>
        </div>
      </header>
      <div role="status" className="library-status">
        {progress !== null && isSlowImport && (
          <p className="progress">{words.library.importing(progress.done + 1, progress.all)}</p>
        )}
        {isSlowList && <p className="progress">{words.common.loading}</p>}
        {state.phase === "ready" && (!state.isLive || state.error !== undefined) && (
          <p className="library-stale">{words.library.notLive}</p>
        )}
      </div>
      {state.phase === "failed" && (
        <section className="empty" role="alert">
          <h2>{words.failure.listTitle}</h2>
          <p>{failureText(words, state.error)}</p>
          <button type="button" className="button button-primary" onClick={() => void library.refresh()}>
            {words.common.tryAgain}
          </button>
        </section>
      )}
      {state.phase === "ready" && state.documents.length === 0 && (
        <section className="empty">
          <h2>{words.library.emptyTitle}</h2>
          <p>{words.library.emptyText}</p>
          <button type="button" className="button button-primary" onClick={() => void actions.create()}>
            {words.library.newDocument}
          </button>
        </section>
      )}
      {state.phase === "ready" && state.documents.length > 0 && (
        <>
          <DocumentSheets state={state} now={now} actions={actions} />
          <DocumentList state={state} now={now} actions={actions} onMore={() => void library.showMore()} />
        </>
      )}
      <DropZone onFiles={importFiles} />
    </main>
  );
}

function ImportButton(props: {
  readonly isBusy: boolean;
  readonly onFiles: (files: readonly File[]) => Promise<void>;
}) {
  const { words } = useApp();
  const input = useRef<HTMLInputElement>(null);
  return (
    <>
      <button
        type="button"
        className="button button-line"
        aria-disabled={props.isBusy}
        onClick={() => props.isBusy || input.current?.click()}
      >
        {words.library.import}
      </button>
      <input
        ref={input}
        type="file"
        hidden
        multiple
        accept={[...importEndings, "text/markdown", "text/plain"].join(",")}
        onChange={({ currentTarget }) => {
          const files = [...(currentTarget.files ?? [])];
          // The same file may be chosen again.
          currentTarget.value = "";
          void props.onFiles(files);
        }}
      />
    </>
  );
}

function greeting({ library }: Words, hour: number): string {
  if (hour < 5 || hour >= 18) return library.evening;
  return hour < 12 ? library.morning : library.afternoon;
}
