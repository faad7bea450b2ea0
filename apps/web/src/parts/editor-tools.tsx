import type { Editor } from "@quire/editor";
import type { RefObject } from "react";
import { useEditorSnapshot } from "../use-editor.ts";
import { useLoaded, usePreload } from "../use-loaded.ts";
import { useMedia } from "../use-media.ts";
import { SlashMenu } from "./slash-menu.tsx";
import { TouchToolbar } from "./touch-toolbar.tsx";

interface ToolsProps {
  readonly editor: Editor;
  readonly isReadOnly: boolean;
  /** What the text scrolls in. */
  readonly page: RefObject<HTMLElement | null>;
}

const loadToolbar = () => import("./selection-toolbar.tsx");
const preloadMs = 1_500;

/** What stands around the text while it is edited: a toolbar for the hand at work, and the slash menu. */
export function EditorTools({ editor, isReadOnly, page }: ToolsProps) {
  const snapshot = useEditorSnapshot(editor);
  const isTouch = useMedia("(pointer: coarse), (width < 44rem)");
  // Fetched with a focus, so that it is here for the first selection. Without it every command still has its key, and the
  // next focus tries again.
  const toolbar = useLoaded(loadToolbar, !isTouch && snapshot.hasFocus, () => undefined);
  usePreload(loadToolbar, preloadMs);
  if (isReadOnly) return null;
  return (
    <>
      {isTouch && <TouchToolbar editor={editor} snapshot={snapshot} />}
      {!isTouch && toolbar !== null && (
        <toolbar.SelectionToolbar editor={editor} snapshot={snapshot} page={page} />
      )}
      {snapshot.slash !== null && snapshot.hasFocus && (
        <SlashMenu editor={editor} slash={snapshot.slash} page={page} />
      )}
    </>
  );
}
