import type { Session } from "@quire/client";
import { createEditor, type Editor } from "@quire/editor";
import { useEffect, useRef } from "react";
import { useApp } from "../app-context.ts";
import type { PresentPerson } from "../people-store.ts";
import { deviceStorage } from "../theme.ts";
import { setsTypography } from "../typography.ts";
import { createUploads } from "../uploads.ts";
import { useReferences } from "../use-references.ts";
import { useTellLost } from "../use-tell-lost.ts";

interface EditorPlaceProps {
  readonly session: Session;
  readonly isReadOnly: boolean;
  /** Who has the document open. */
  readonly people: readonly PresentPerson[];
  /** The editor once it stands, null when it is gone. */
  readonly onEditor: (editor: Editor | null) => void;
}

/** Where the editor stands in the page: plain DOM that no framework touches. */
export function EditorPlace({ session, isReadOnly, people, onEditor }: EditorPlaceProps) {
  const { words, afterPaint, loadDevice, filesLeft, messages } = useApp();
  const { document } = words;
  const tellLost = useTellLost(session);
  const references = useReferences(session.id, people);
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
      references,
      uploads: createUploads(session, { words, loadDevice, filesLeft, messages }),
      afterPaint,
      diagramFrame: "/diagram.html",
      typography: () => setsTypography(deviceStorage()) && navigator.language,
      onLost: (lost) => tellLost(lost, () => editor.putBack(lost)),
    });
    made.current = editor;
    onEditor(editor);
    return () => {
      made.current = null;
      onEditor(null);
      editor.destroy();
    };
  }, [session, document, words, references, afterPaint, loadDevice, filesLeft, messages, onEditor, tellLost]);
  useEffect(() => {
    // A file that is dropped beside the text would take the page's place.
    const stay = (event: DragEvent) => event.dataTransfer?.types.includes("Files") && event.preventDefault();
    for (const name of ["dragover", "drop"] as const) window.addEventListener(name, stay);
    return () => {
      for (const name of ["dragover", "drop"] as const) window.removeEventListener(name, stay);
    };
  }, []);
  useEffect(() => made.current?.setReadOnly(isReadOnly), [isReadOnly]);

  return <div ref={place} className="editor-place" />;
}
