import type { Editor, EditorSnapshot } from "@quire/editor";
import { useCallback, useSyncExternalStore } from "react";

/** What holds at the editor's selection now. */
export function useEditorSnapshot(editor: Editor): EditorSnapshot {
  const subscribe = useCallback((listener: () => void) => editor.subscribe(listener), [editor]);
  return useSyncExternalStore(subscribe, () => editor.getSnapshot());
}

/** How many words the text has. Unlike the snapshot, it is the same until one more or less stands there. */
export function useWordCount(editor: Editor): number {
  const subscribe = useCallback((listener: () => void) => editor.subscribe(listener), [editor]);
  return useSyncExternalStore(subscribe, () => editor.getSnapshot().words);
}
