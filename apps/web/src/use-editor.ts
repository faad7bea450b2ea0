import type { Editor, EditorSnapshot } from "@quire/editor";
import { useCallback, useSyncExternalStore } from "react";

/** What holds at the editor's selection now. */
export function useEditorSnapshot(editor: Editor): EditorSnapshot {
  const subscribe = useCallback((listener: () => void) => editor.subscribe(listener), [editor]);
  return useSyncExternalStore(subscribe, () => editor.getSnapshot());
}
