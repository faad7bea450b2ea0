import { bindTitle, type Editor } from "@quire/editor";
import { useEffect, useRef } from "react";
import type * as Y from "yjs";
import { useApp } from "../app-context.ts";
import { documentName } from "../document-name.ts";
import { useTitle } from "../use-title.ts";
import { withSpareWords } from "../with-spare-words.ts";

interface TitleFieldProps {
  readonly ydoc: Y.Doc;
  /** Takes what a full title has no room for. */
  readonly editor: Editor | null;
  readonly isReadOnly: boolean;
  /** The document was just made: its title is the first thing to write. */
  readonly isNew: boolean;
  readonly onEnter: () => void;
}

/** The document's title, live for everybody, as large as it is long. */
export function TitleField({ ydoc, editor, isReadOnly, isNew, onEnter }: TitleFieldProps) {
  const app = useApp();
  const { words } = app;
  const title = useTitle(ydoc);
  const name = documentName(words, title);
  const isBlank = title !== "" && name !== title;
  const field = useRef<HTMLTextAreaElement>(null);
  const now = useRef({ editor, onEnter });
  now.current = { editor, onEnter };

  useEffect(() => {
    if (field.current === null) return;
    return bindTitle(field.current, {
      ydoc,
      onEnter: () => now.current.onEnter(),
      onRest: (rest, isTyped) =>
        withSpareWords(app, rest, (late) =>
          isTyped ? late.sayFull(app) : late.placeRest(app, now.current.editor, rest),
        ),
    });
  }, [app, ydoc]);
  useEffect(() => {
    if (isNew) field.current?.focus();
  }, [isNew]);

  return (
    <h1 className="title">
      {/* Gives the field its height: the same words in the same place, unseen but for the hint below a title of blanks. */}
      <span className={isBlank ? "title-size title-hint" : "title-size"} aria-hidden="true">
        {name}&#8203;
      </span>
      <textarea
        ref={field}
        className="title-field"
        rows={1}
        aria-label={words.document.title}
        placeholder={words.common.untitled}
        readOnly={isReadOnly}
        enterKeyHint="next"
        spellCheck
      />
    </h1>
  );
}
