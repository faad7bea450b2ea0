import type { Session } from "@quire/client";
import type { Presence } from "@quire/editor";
import type { Me } from "@quire/protocol";
import { ChevronLeft, Ellipsis, ListTree } from "lucide-react";
import { useCallback } from "react";
import { Link } from "wouter";
import { useWords } from "../app-context.ts";
import { documentName } from "../document-name.ts";
import type { PresentPerson } from "../people-store.ts";
import type { PageTools } from "../use-page-tools.ts";
import { useTitle } from "../use-title.ts";
import { DeferredPopup } from "./deferred-popup.tsx";
import { PeopleHere } from "./people-here.tsx";
import { StatusWord } from "./status-word.tsx";

interface BarProps {
  readonly session: Session;
  /** What the document is called while its text is not here. */
  readonly name: string | undefined;
  readonly people: readonly PresentPerson[];
  readonly me: Me | null;
  readonly presence: Presence | null;
  readonly tools: PageTools;
  /** The text is not mine to change. */
  readonly isReader: boolean;
  /** There is no document here: the way back is all that is left. */
  readonly isEmpty: boolean;
}

/** Above the page: the way back, the title, how it stands, who is here, and what can be done. */
export function DocumentBar({ session, name, people, me, presence, tools, isReader, isEmpty }: BarProps) {
  const words = useWords();
  const { common, document, loadTools } = words;
  const loadMenu = useCallback(() => Promise.all([import("./document-menu.tsx"), loadTools()]), [loadTools]);
  const title = useTitle(session.ydoc);
  return (
    <header className="bar">
      <Link href="/" className="icon-button" aria-label={common.backToLibrary} title={common.backToLibrary}>
        <ChevronLeft aria-hidden="true" />
      </Link>
      {!isEmpty && (
        <>
          <div className="bar-title">
            <b className="crumb">{name ?? documentName(words, title)}</b>
            <StatusWord session={session} />
            <span aria-live="polite">{isReader && <span className="badge">{document.viewOnly}</span>}</span>
          </div>
          <PeopleHere people={people} me={me} presence={presence} />
          <button
            type="button"
            className="icon-button bar-outline"
            aria-label={document.outline}
            aria-pressed={tools.showsOutline}
            title={document.outline}
            onClick={tools.toggleOutline}
          >
            <ListTree aria-hidden="true" />
          </button>
          <button
            type="button"
            className="button button-primary bar-share"
            onClick={() => tools.onCall({ tool: "share" })}
          >
            {document.share}
          </button>
          <DeferredPopup
            load={loadMenu}
            className="icon-button"
            label={document.menu}
            hasPopup="menu"
            face={<Ellipsis aria-hidden="true" />}
          >
            {([{ DocumentMenu }, { own }]) => <DocumentMenu {...{ session, tools, own }} />}
          </DeferredPopup>
        </>
      )}
    </header>
  );
}
