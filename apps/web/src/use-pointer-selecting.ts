import type { Editor } from "@quire/editor";
import { useEffect, useState } from "react";

/** Whether a selection is being drawn with the pointer: a toolbar would be in its way. */
export function usePointerSelecting(editor: Editor): boolean {
  const [isSelecting, setSelecting] = useState(false);
  useEffect(() => {
    const listeners = new AbortController();
    const { signal } = listeners;
    editor.view.dom.addEventListener("pointerdown", () => setSelecting(true), { signal });
    for (const type of ["pointerup", "pointercancel"]) {
      window.addEventListener(type, () => setSelecting(false), { signal });
    }
    return () => listeners.abort();
  }, [editor]);
  return isSelecting;
}
