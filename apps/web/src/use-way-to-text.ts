import type { Editor } from "@quire/editor";
import { useEffect, useRef } from "react";

/** Leads to the start of the text: now, or as soon as there is an editor. */
export function useWayToText(editor: Editor | null): () => void {
  const isWanted = useRef(false);
  const text = useRef(editor);
  text.current = editor;
  useEffect(() => {
    if (editor === null || !isWanted.current) return;
    isWanted.current = false;
    editor.focus("start");
  }, [editor]);
  return () => {
    isWanted.current = text.current === null;
    text.current?.focus("start");
  };
}
