import type { Session } from "@quire/client";
import { createEditor, type Editor } from "@quire/editor";
import { useEffect, useRef } from "react";
import { useApp } from "../app-context.ts";
import { useTellLost } from "../use-tell-lost.ts";

interface EditorPlaceProps {
  readonly session: Session;
  readonly isReadOnly: boolean;
  /** The editor once it stands, null when it is gone. */
  readonly onEditor: (editor: Editor | null) => void;
}

/** Where the editor stands in the page: plain DOM that no framework touches. */
export function EditorPlace({ session, isReadOnly, onEditor }: EditorPlaceProps) {
  const { words, afterPaint } = useApp();
  const { document } = words;
  const tellLost = useTellLost(session);
  const place = useRef<HTMLDivElement>(null);
  const made = useRef<Editor | null>(null);
  const startsReadOnly = useRef(isReadOnly);
  startsReadOnly.current = isReadOnly;

  useEffect(() => {
    if (place.current === null) return;
    const editor: Editor = createEditor(place.current, {
      ydoc: session.ydoc,
      awareness: session.awareness,
      readOnly: startsReadOnly.current,
      label: document.text,
      placeholder: document.placeholder,
      afterPaint,
      onLost: (lost) => tellLost(lost, () => editor.putBack(lost)),
    });
    made.current = editor;
    onEditor(editor);
    return () => {
      made.current = null;
      onEditor(null);
      editor.destroy();
    };
  }, [session, document, afterPaint, onEditor, tellLost]);
  useEffect(() => made.current?.setReadOnly(isReadOnly), [isReadOnly]);

  return <div ref={place} className="editor-place" />;
}
