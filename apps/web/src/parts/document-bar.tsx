import type { Session, SessionStatus } from "@quire/client";
import type { Editor } from "@quire/editor";
import type { Me } from "@quire/protocol";
import { ChevronLeft } from "lucide-react";
import { Link } from "wouter";
import { useWords } from "../app-context.ts";
import type { PresentPerson } from "../people-store.ts";
import { DocumentMenu } from "./document-menu.tsx";
import { PeopleHere } from "./people-here.tsx";
import { StatusWord } from "./status-word.tsx";

interface BarProps {
  readonly session: Session;
  readonly title: string;
  readonly status: SessionStatus;
  readonly people: readonly PresentPerson[];
  readonly me: Me | null;
  readonly editor: Editor | null;
}

/** Above the page: the way back, the title, how it stands, who is here, and what can be done. */
export function DocumentBar({ session, title, status, people, me, editor }: BarProps) {
  const words = useWords();
  return (
    <header className="bar">
      <Link
        href="/"
        className="icon-button"
        aria-label={words.common.backToLibrary}
        title={words.common.backToLibrary}
      >
        <ChevronLeft aria-hidden="true" />
      </Link>
      <div className="bar-title">
        <b className="crumb">{title || words.common.untitled}</b>
        <StatusWord status={status} />
      </div>
      <PeopleHere people={people} me={me} />
      <DocumentMenu id={session.id} title={title} editor={editor} />
    </header>
  );
}
