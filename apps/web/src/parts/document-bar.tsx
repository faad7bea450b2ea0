import type { Session } from "@quire/client";
import type { Editor } from "@quire/editor";
import type { Me } from "@quire/protocol";
import { ChevronLeft, Ellipsis } from "lucide-react";
import { useState } from "react";
import { Link } from "wouter";
import { useWords } from "../app-context.ts";
import { documentName } from "../document-name.ts";
import type { PresentPerson } from "../people-store.ts";
import { DeferredPopup } from "./deferred-popup.tsx";
import { PeopleHere } from "./people-here.tsx";
import { Shortcuts } from "./shortcuts.tsx";
import { StatusWord } from "./status-word.tsx";

interface BarProps {
  readonly session: Session;
  readonly title: string;
  readonly people: readonly PresentPerson[];
  readonly me: Me | null;
  readonly editor: Editor | null;
  /** There is no document here: the way back is all that is left. */
  readonly isEmpty: boolean;
}

const loadMenu = () => import("./document-menu.tsx");

/** Above the page: the way back, the title, how it stands, who is here, and what can be done. */
export function DocumentBar({ session, title, people, me, editor, isEmpty }: BarProps) {
  const words = useWords();
  const { common, document } = words;
  const [showsShortcuts, setShowsShortcuts] = useState(false);
  return (
    <header className="bar">
      <Link href="/" className="icon-button" aria-label={common.backToLibrary} title={common.backToLibrary}>
        <ChevronLeft aria-hidden="true" />
      </Link>
      {!isEmpty && (
        <>
          <div className="bar-title">
            <b className="crumb">{documentName(words, title)}</b>
            <StatusWord session={session} />
          </div>
          <PeopleHere people={people} me={me} />
          <DeferredPopup
            load={loadMenu}
            className="icon-button"
            label={document.menu}
            hasPopup="menu"
            face={<Ellipsis aria-hidden="true" />}
          >
            {({ DocumentMenu }) => (
              <DocumentMenu id={session.id} title={title} onShortcuts={() => setShowsShortcuts(true)} />
            )}
          </DeferredPopup>
        </>
      )}
      {editor !== null && (
        <Shortcuts commands={editor.commands} isOpen={showsShortcuts} onOpenChange={setShowsShortcuts} />
      )}
    </header>
  );
}
