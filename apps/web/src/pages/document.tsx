import "@quire/editor/editor.css";
import "../style/document.css";
import "../style/people.css";
import "../style/tools.css";
import "../style/dialog.css";
import type { Session } from "@quire/client";
import type { Editor, Presence } from "@quire/editor";
import { allows } from "@quire/protocol";
import { type MouseEvent, useState } from "react";
import { useHistoryState } from "wouter/use-browser-location";
import { useApp } from "../app-context.ts";
import { isNewDocument } from "../new-document.ts";
import { useOpenDocument } from "../offline/use-open-document.ts";
import { DevicePlace } from "../parts/device-place.tsx";
import { DocumentBar } from "../parts/document-bar.tsx";
import { DocumentFooter } from "../parts/document-footer.tsx";
import { DocumentToolsPlace } from "../parts/document-tools-place.tsx";
import { EditorPlace } from "../parts/editor-place.tsx";
import { EditorTools } from "../parts/editor-tools.tsx";
import { PageProgress } from "../parts/page-progress.tsx";
import { PresencePlace } from "../parts/presence-place.tsx";
import { RefusalPlace } from "../parts/refusal-place.tsx";
import { TitleField } from "../parts/title-field.tsx";
import { WordsMeta } from "../parts/words-meta.tsx";
import { useAccess } from "../use-access.ts";
import { useFocusOnArrival } from "../use-arrival.ts";
import { useDelayed } from "../use-delayed.ts";
import { useDevice } from "../use-device.ts";
import { useLeaveWarning } from "../use-leave-warning.ts";
import { useMe } from "../use-me.ts";
import { usePageTools } from "../use-page-tools.ts";
import { usePeople } from "../use-people.ts";
import {
  isTakenAway,
  type Reopen,
  useIsLoaded,
  useIsOffline,
  useRefusal,
  useSession,
} from "../use-session.ts";
import { knownName, usePageName } from "../use-title.ts";
import { useWayToText } from "../use-way-to-text.ts";

export { writeOnDevice } from "@quire/client";
export { loadPutFile } from "@quire/editor";

/** One document: its title and text, how it stands with the server, and who else is here. */
export function DocumentPage({ id }: { readonly id: string }) {
  const { session, reopen } = useSession(id);
  return session === null ? <PageProgress /> : <OpenDocument session={session} onReopen={reopen} />;
}

function OpenDocument({ session, onReopen }: { readonly session: Session; readonly onReopen: Reopen }) {
  const app = useApp();
  const { words } = app;
  const isNew = isNewDocument(useHistoryState());
  const refusal = useRefusal(session);
  const isLoaded = useIsLoaded(session);
  const isOffline = useIsOffline(session);
  const isSlow = useDelayed(!isLoaded && refusal === null);
  const me = useMe();
  const people = usePeople(session, me);
  const access = useAccess(session, isNew, isLoaded);
  const [editor, setEditor] = useState<Editor | null>(null);
  const [presence, setPresence] = useState<Presence | null>(null);
  const page = useFocusOnArrival<HTMLElement>();
  const goToText = useWayToText(editor);
  const tools = usePageTools(access);
  const isReader = access && refusal === null && !allows(access, "edit");
  const isReadOnly = !access || isReader || refusal !== null;
  // Nothing is left to show: of a document that does not exist, that I may not read, or may not any more.
  const isEmpty = refusal !== null && (!isLoaded || isTakenAway(refusal));
  // A new document has no text to wait for: its title can be typed at once.
  const isReady = !isEmpty && (isLoaded || isNew);

  const name = isReady ? undefined : knownName(app, session.id, isEmpty);
  usePageName(session.ydoc, name);
  useLeaveWarning(session);
  useOpenDocument(session, editor);
  useDevice(session);

  function pressedBeside(event: MouseEvent<HTMLElement>) {
    if (event.target !== event.currentTarget || editor === null || isReadOnly) return;
    // Below the last block the text goes on; beside it a press means nothing.
    if (event.clientY <= editor.view.dom.getBoundingClientRect().bottom) return;
    event.preventDefault();
    editor.focus("end");
  }

  return (
    <div className="document" data-outline={tools.showsOutline}>
      <DocumentBar
        session={session}
        name={name}
        people={people}
        me={me}
        presence={presence}
        tools={tools}
        isReader={isReader}
        isEmpty={isEmpty}
      />
      <main ref={page} tabIndex={-1} className="page" onMouseDown={pressedBeside}>
        <RefusalPlace {...{ session, refusal, editor, onReopen }} isAlone={isEmpty} />
        {isReady && (
          <article className="sheet-of-text">
            <TitleField ydoc={session.ydoc} {...{ editor, isReadOnly, isNew }} onEnter={goToText} />
            {editor === null ? <p className="meta">&nbsp;</p> : <WordsMeta editor={editor} />}
            {isLoaded && <EditorPlace {...{ session, isReadOnly, people }} onEditor={setEditor} />}
          </article>
        )}
        {isSlow && !isReady && (
          <p className="progress page-loading" role="status">
            {isOffline ? words.document.notHere : words.common.loading}
          </p>
        )}
        {!isEmpty && editor !== null && (
          <EditorTools editor={editor} isReadOnly={isReadOnly} page={page} tools={tools} />
        )}
      </main>
      {!isEmpty && editor !== null && (
        <PresencePlace {...{ session, editor, presence }} onPresence={setPresence} />
      )}
      {editor !== null && <DevicePlace {...{ session, editor, access }} />}
      {!isEmpty && editor !== null && <DocumentFooter editor={editor} people={people} />}
      {!isEmpty && editor !== null && (
        <DocumentToolsPlace
          editor={editor}
          session={session}
          isReadOnly={isReadOnly}
          page={page}
          tools={tools}
        />
      )}
    </div>
  );
}
