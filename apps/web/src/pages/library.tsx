import { Trash2 } from "lucide-react";
import { type RefObject, useEffect, useMemo, useRef, useState } from "react";
import { Link } from "wouter";
import { useApp, useWords } from "../app-context.ts";
import { failureText } from "../failure-words.ts";
import { importEndings } from "../import-file.ts";
import { libraryOf } from "../library-store.ts";
import type { Tool } from "../page-keys.ts";
import { AccountButton } from "../parts/account-button.tsx";
import { DeviceButton } from "../parts/device-button.tsx";
import { DocumentList } from "../parts/document-list.tsx";
import { DocumentSheets } from "../parts/document-sheets.tsx";
import { DrawerPlace } from "../parts/drawer-place.tsx";
import { DropZone } from "../parts/drop-zone.tsx";
import { LateTools, type ToolCall } from "../parts/late-tools.tsx";
import { ThemeButton } from "../parts/theme-button.tsx";
import { useFocusOnArrival } from "../use-arrival.ts";
import { useDelayed } from "../use-delayed.ts";
import { useDocumentActions } from "../use-document-actions.ts";
import { useImport } from "../use-import.ts";
import { useLibrary } from "../use-library.ts";
import { useLibraryWords } from "../use-library-words.ts";
import { preload, usePreload } from "../use-loaded.ts";
import { useMe } from "../use-me.ts";
import { useNow } from "../use-now.ts";
import type { Words } from "../words/en.ts";
import type { LibraryWords } from "../words/en-library.ts";

/** Every document, those that are open now first. */
export function LibraryPage() {
  const app = useApp();
  const { words, loadDocumentPage } = app;
  const own = useLibraryWords();
  const library = libraryOf(app);
  const read = useLibrary();
  const now = useNow(30_000);
  const actions = useDocumentActions();
  const { progress, importFiles } = useImport();
  const isSlowImport = useDelayed(progress !== null);
  const isReady = read.phase === "ready";
  const isOffline = useDelayed(isReady && read.isOffline);
  // What is only a moment late is not called offline.
  const state = { ...read, isOffline };
  const isSlowList = useDelayed(state.phase === "loading");
  // A guest has the documents that they came to by links, and no place for others.
  const mayCreate = useMe()?.person.isGuest !== true;
  const heading = useFocusOnArrival<HTMLHeadingElement>();

  useEffect(() => {
    document.title = `${own.title} · ${words.common.product}`;
  }, [own, words]);
  usePreload(loadDocumentPage, 500);
  const [call, setCall] = useState<ToolCall | null>(null);
  const files = useRef<HTMLInputElement>(null);
  const loadTools = useMemo(() => () => lateTools(words), [words]);

  return (
    <main className="library">
      <header className="library-top">
        <h1 ref={heading} tabIndex={-1}>
          {greeting(own, new Date(now).getHours())}
        </h1>
        <div className="library-actions">
          <DeviceButton />
          <ThemeButton />
          <AccountButton />
          {mayCreate && (
            <>
              <ImportButton input={files} isBusy={progress !== null} onFiles={importFiles} />
              <button
                type="button"
                className="button button-primary"
                aria-disabled={actions.isCreating}
                onPointerEnter={() => preload(loadDocumentPage)}
                onClick={() => void actions.create()}
              >
                {words.common.newDocument}
              </button>
            </>
          )}
        </div>
      </header>
      <div role="status" className="library-status">
        {progress !== null && isSlowImport && (
          <p className="progress">{own.importing(progress.done + 1, progress.all)}</p>
        )}
        {isSlowList && <p className="progress">{words.common.loading}</p>}
        {isOffline && <p className="library-stale">{own.offline}</p>}
        {!isOffline && isReady && !state.isLive && <p className="library-stale">{own.notLive}</p>}
      </div>
      <DrawerPlace />
      {state.phase === "failed" && (
        <section className="empty" role="alert">
          <h2>{own.failedTitle}</h2>
          <p>{failureText(words, state.error)}</p>
          <button type="button" className="button button-primary" onClick={() => void library.refresh()}>
            {words.common.tryAgain}
          </button>
        </section>
      )}
      {state.phase === "ready" && state.documents.length === 0 && (
        <EmptyLibrary {...(mayCreate && { onCreate: actions.create })} />
      )}
      {state.phase === "ready" && state.documents.length > 0 && (
        <>
          <DocumentSheets state={state} now={now} actions={actions} mayCreate={mayCreate} />
          <DocumentList state={state} now={now} actions={actions} onMore={() => void library.showMore()} />
        </>
      )}
      {isReady && mayCreate && (
        <Link href="/trash" className="button to-trash">
          <Trash2 aria-hidden="true" />
          {own.trash}
        </Link>
      )}
      {mayCreate && <DropZone onFiles={importFiles} />}
      <LateTools tools={libraryTools} load={loadTools} call={call} onCall={setCall}>
        {({ LibraryTools, words: toolWords }) => (
          <LibraryTools
            words={toolWords}
            call={call}
            {...(mayCreate && { onImport: () => files.current?.click() })}
          />
        )}
      </LateTools>
    </main>
  );
}

/** What goes here, and how it begins. */
function EmptyLibrary({ onCreate }: { readonly onCreate?: () => Promise<void> }) {
  const { common } = useWords();
  const own = useLibraryWords();
  if (onCreate === undefined)
    return (
      <section className="empty">
        <h2>{own.guestTitle}</h2>
        <p>{own.guestText}</p>
      </section>
    );
  return (
    <section className="empty">
      <h2>{own.emptyTitle}</h2>
      <p>{own.emptyText}</p>
      <button type="button" className="button button-primary" onClick={() => void onCreate()}>
        {common.newDocument}
      </button>
    </section>
  );
}

const libraryTools: readonly Tool[] = ["palette", "shortcuts"];

async function lateTools(words: Words) {
  const [{ LibraryTools }, toolWords] = await Promise.all([
    import("../parts/library-tools.tsx"),
    words.loadTools(),
  ]);
  return { LibraryTools, words: toolWords };
}

function ImportButton(props: {
  readonly input: RefObject<HTMLInputElement | null>;
  readonly isBusy: boolean;
  readonly onFiles: (files: readonly File[]) => Promise<void>;
}) {
  const words = useLibraryWords();
  return (
    <>
      <button
        type="button"
        className="button button-line"
        aria-disabled={props.isBusy}
        onClick={() => props.isBusy || props.input.current?.click()}
      >
        {words.import}
      </button>
      <input
        ref={props.input}
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

function greeting(words: LibraryWords, hour: number): string {
  if (hour < 5 || hour >= 18) return words.evening;
  return hour < 12 ? words.morning : words.afternoon;
}
