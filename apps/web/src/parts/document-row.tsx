import type { DocumentSummary } from "@quire/protocol";
import { Ellipsis } from "lucide-react";
import { useRef } from "react";
import { Link } from "wouter";
import { useApp } from "../app-context.ts";
import { documentName } from "../document-name.ts";
import type { DocumentActions } from "../use-document-actions.ts";
import { useLibraryWords } from "../use-library-words.ts";
import { preload } from "../use-loaded.ts";
import { DeferredPopup } from "./deferred-popup.tsx";
import { PersonDots } from "./person-dots.tsx";
import { TitleInput } from "./title-input.tsx";

interface RowProps {
  readonly document: DocumentSummary;
  /** The document that it stands below, where the list has that one. */
  readonly parent: DocumentSummary | undefined;
  readonly now: number;
  readonly actions: DocumentActions;
  /** It cannot be opened now: its text is neither here nor to be had. */
  readonly isOutOfReach: boolean;
  readonly isRenaming: boolean;
  readonly onRenaming: (isRenaming: boolean) => void;
}

const loadMenu = () => import("./row-menu.tsx");

/** One document in the list: its title, who is in it, when it was changed, and what can be done with it. */
export function DocumentRow(props: RowProps) {
  const { document, parent, now, actions, isOutOfReach, isRenaming, onRenaming } = props;
  const { words, loadDocumentPage } = useApp();
  const library = useLibraryWords();
  const { id, people, updatedAt } = document;
  const title = documentName(words, document.title);
  const menuLabel = library.actionsFor(title);
  const trigger = useRef<HTMLButtonElement>(null);

  function renamed(newTitle: string | null) {
    onRenaming(false);
    trigger.current?.focus();
    if (newTitle !== null && newTitle !== document.title) void actions.rename(document, newTitle);
  }

  return (
    <li className="row" data-document={id}>
      {isRenaming ? (
        <TitleInput document={document} label={library.titleOf(title)} onDone={renamed} />
      ) : (
        <span className="row-name">
          {isOutOfReach ? (
            <span className="row-title row-away">{title}</span>
          ) : (
            <Link href={`/d/${id}`} className="row-title" onPointerEnter={() => preload(loadDocumentPage)}>
              {title}
            </Link>
          )}
          {parent !== undefined && (
            <span className="row-place">{library.below(documentName(words, parent.title))}</span>
          )}
        </span>
      )}
      <span className="row-people">
        {people.length > 0 && (
          <>
            <PersonDots people={people} />
            <span className="row-names">{words.format.list(people.map(({ name }) => name))}</span>
          </>
        )}
      </span>
      <time
        className="row-time"
        dateTime={new Date(updatedAt).toISOString()}
        title={words.format.fullTime(updatedAt)}
      >
        {isOutOfReach ? library.notHere : library.changed(words.format.moment(updatedAt, now))}
      </time>
      <DeferredPopup
        load={loadMenu}
        className="icon-button row-menu"
        label={menuLabel}
        hasPopup="menu"
        face={<Ellipsis aria-hidden="true" />}
      >
        {({ RowMenu }) => (
          <RowMenu
            document={document}
            label={menuLabel}
            trigger={trigger}
            onRename={() => onRenaming(true)}
            onDelete={() => void actions.remove(document)}
          />
        )}
      </DeferredPopup>
    </li>
  );
}
