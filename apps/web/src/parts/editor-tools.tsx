import type { Editor } from "@quire/editor";
import type { RefObject } from "react";
import { useEditorSnapshot } from "../use-editor.ts";
import { useMedia } from "../use-media.ts";
import { SelectionToolbar } from "./selection-toolbar.tsx";
import { SlashMenu } from "./slash-menu.tsx";
import { TouchToolbar } from "./touch-toolbar.tsx";

interface ToolsProps {
  readonly editor: Editor;
  readonly isReadOnly: boolean;
  /** What the text scrolls in. */
  readonly page: RefObject<HTMLElement | null>;
}

/** What stands around the text while it is edited: a toolbar for the hand at work, and the slash menu. */
export function EditorTools({ editor, isReadOnly, page }: ToolsProps) {
  const snapshot = useEditorSnapshot(editor);
  const isTouch = useMedia("(pointer: coarse), (width < 44rem)");
  if (isReadOnly || snapshot.isReadOnlyText) return null;
  return (
    <>
      {isTouch ? (
        <TouchToolbar editor={editor} snapshot={snapshot} />
      ) : (
        <SelectionToolbar editor={editor} snapshot={snapshot} page={page} />
      )}
      {snapshot.slash !== null && snapshot.hasFocus && <SlashMenu editor={editor} slash={snapshot.slash} />}
    </>
  );
}
