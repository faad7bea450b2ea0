import { Menu } from "@base-ui/react/menu";
import { type DocumentSummary, maxTitleLength } from "@quire/protocol";
import { Ellipsis } from "lucide-react";
import { type KeyboardEvent, useEffect, useRef } from "react";
import { Link } from "wouter";
import { useApp } from "../app-context.ts";
import type { DocumentActions } from "../use-document-actions.ts";
import { PersonDots } from "./person-dots.tsx";

interface RowProps {
  readonly document: DocumentSummary;
  readonly now: number;
  readonly actions: DocumentActions;
  readonly isRenaming: boolean;
  readonly onRenaming: (isRenaming: boolean) => void;
}

/** One document in the list: its title, who is in it, when it was changed, and what can be done with it. */
export function DocumentRow({ document, now, actions, isRenaming, onRenaming }: RowProps) {
  const { words, loadDocumentPage } = useApp();
  const { id, people, updatedAt } = document;
  const title = document.title || words.common.untitled;
  const trigger = useRef<HTMLButtonElement>(null);
  return (
    <li className="row" data-document={id}>
      {isRenaming ? (
        <TitleInput
          document={document}
          label={words.library.titleOf(title)}
          onDone={(newTitle) => {
            onRenaming(false);
            trigger.current?.focus();
            if (newTitle !== null && newTitle !== document.title) void actions.rename(document, newTitle);
          }}
        />
      ) : (
        <Link href={`/d/${id}`} className="row-title" onPointerEnter={() => void loadDocumentPage()}>
          {title}
        </Link>
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
        {words.library.changed(words.format.moment(updatedAt, now))}
      </time>
      <Menu.Root modal={false}>
        <Menu.Trigger
          ref={trigger}
          className="icon-button row-menu"
          aria-label={words.library.actionsFor(title)}
        >
          <Ellipsis aria-hidden="true" />
        </Menu.Trigger>
        <Menu.Portal>
          <Menu.Positioner className="floating" align="end" sideOffset={4}>
            <Menu.Popup className="menu">
              <Menu.Item className="menu-item" onClick={() => onRenaming(true)}>
                {words.library.rename}
              </Menu.Item>
              <Menu.Item className="menu-item menu-item-bad" onClick={() => void actions.remove(document)}>
                {words.library.delete}
              </Menu.Item>
            </Menu.Popup>
          </Menu.Positioner>
        </Menu.Portal>
      </Menu.Root>
    </li>
  );
}

interface TitleInputProps {
  readonly document: DocumentSummary;
  readonly label: string;
  /** The new title, or null where it was given up. Called once. */
  readonly onDone: (title: string | null) => void;
}

function TitleInput({ document, label, onDone }: TitleInputProps) {
  const input = useRef<HTMLInputElement>(null);
  const isDone = useRef(false);
  useEffect(() => {
    // After the menu that was used has given the focus back to its button.
    const frame = requestAnimationFrame(() => input.current?.select());
    return () => cancelAnimationFrame(frame);
  }, []);

  function finish(title: string | null) {
    if (isDone.current) return;
    isDone.current = true;
    onDone(title);
  }

  function pressed(event: KeyboardEvent<HTMLInputElement>) {
    if (event.nativeEvent.isComposing) return;
    if (event.key === "Enter") finish(event.currentTarget.value.trim());
    else if (event.key === "Escape") finish(null);
  }

  return (
    <input
      ref={input}
      className="field row-field"
      defaultValue={document.title}
      maxLength={maxTitleLength}
      aria-label={label}
      onKeyDown={pressed}
      onBlur={(event) => finish(event.currentTarget.value.trim())}
    />
  );
}
