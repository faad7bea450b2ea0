import "@quire/editor/editor.css";
import "../style/document.css";
import "../style/people.css";
import "../style/tools.css";
import "../style/notice.css";
import "../style/dialog.css";
import type { Session } from "@quire/client";
import type { Editor } from "@quire/editor";
import { type MouseEvent, useEffect, useState } from "react";
import { useHistoryState } from "wouter/use-browser-location";
import { useWords } from "../app-context.ts";
import { documentName } from "../document-name.ts";
import { DocumentBar } from "../parts/document-bar.tsx";
import { DocumentFooter } from "../parts/document-footer.tsx";
import { EditorPlace } from "../parts/editor-place.tsx";
import { EditorTools } from "../parts/editor-tools.tsx";
import { PageProgress } from "../parts/page-progress.tsx";
import { RefusalNotice } from "../parts/refusal-notice.tsx";
import { TitleField } from "../parts/title-field.tsx";
import { WordsMeta } from "../parts/words-meta.tsx";
import { useAccess } from "../use-access.ts";
import { useFocusOnArrival } from "../use-arrival.ts";
import { useDelayed } from "../use-delayed.ts";
import { isNewDocument } from "../use-document-actions.ts";
import { useLeaveWarning } from "../use-leave-warning.ts";
import { useMe, usePeople } from "../use-people.ts";
import { useIsLoaded, useRefusal, useSession } from "../use-session.ts";
import { useTitle } from "../use-title.ts";
import { useWayToText } from "../use-way-to-text.ts";

/** One document: its title and text, how it stands with the server, and who else is here. */
export function DocumentPage({ id }: { readonly id: string }) {
  const { session, reopen } = useSession(id);
  return session === null ? <PageProgress /> : <OpenDocument session={session} onReopen={reopen} />;
}

function OpenDocument({ session, onReopen }: { readonly session: Session; readonly onReopen: () => void }) {
  const words = useWords();
  const isNew = isNewDocument(useHistoryState());
  const refusal = useRefusal(session);
  const isLoaded = useIsLoaded(session);
  const isSlow = useDelayed(!isLoaded && refusal === null);
  const me = useMe();
  const people = usePeople(session, me);
  const title = useTitle(session.ydoc);
  const access = useAccess(session.id, isNew, isLoaded);
  const [editor, setEditor] = useState<Editor | null>(null);
  const page = useFocusOnArrival<HTMLElement>();
  const goToText = useWayToText(editor);
  const isReadOnly = access !== "write" || refusal !== null;
  // Refused before anything was there: a document that does not exist, or that I may not read.
  const isEmpty = refusal !== null && !isLoaded;
  // A new document has no text to wait for: its title can be typed at once.
  const isReady = isLoaded || (isNew && !isEmpty);

  useEffect(() => {
    const { product } = words.common;
    document.title = isEmpty ? product : `${documentName(words, title)} · ${product}`;
  }, [title, isEmpty, words]);
  useLeaveWarning(session);

  function pressedBeside(event: MouseEvent<HTMLElement>) {
    if (event.target !== event.currentTarget || editor === null || isReadOnly) return;
    // Below the last block the text goes on; beside it a press means nothing.
    if (event.clientY <= editor.view.dom.getBoundingClientRect().bottom) return;
    event.preventDefault();
    editor.focus("end");
  }

  return (
    <div className="document">
      <DocumentBar
        session={session}
        title={title}
        people={people}
        me={me}
        editor={editor}
        isEmpty={isEmpty}
      />
      <main ref={page} tabIndex={-1} className="page" onMouseDown={pressedBeside}>
        {refusal !== null && (
          <RefusalNotice
            id={session.id}
            title={title}
            status={refusal}
            editor={editor}
            isAlone={isEmpty}
            onReopen={onReopen}
          />
        )}
        {isReady && (
          <article className="sheet-of-text">
            <TitleField
              ydoc={session.ydoc}
              title={title}
              isReadOnly={isReadOnly}
              isNew={isNew}
              onEnter={goToText}
            />
            {editor === null ? (
              <p className="meta">&nbsp;</p>
            ) : (
              <WordsMeta editor={editor} isReader={access === "read" && refusal === null} />
            )}
            {isLoaded && <EditorPlace session={session} isReadOnly={isReadOnly} onEditor={setEditor} />}
          </article>
        )}
        {isSlow && !isReady && (
          <p className="progress page-loading" role="status">
            {words.common.loading}
          </p>
        )}
        {editor !== null && <EditorTools editor={editor} isReadOnly={isReadOnly} page={page} />}
      </main>
      {editor !== null && <DocumentFooter editor={editor} people={people} />}
    </div>
  );
}
