import type { Editor } from "@quire/editor";
import { type RefObject, useCallback, useEffect, useState } from "react";
import { useBlockAddress } from "../use-block-address.ts";
import { useEditorSnapshot } from "../use-editor.ts";
import { useLoaded, usePreload } from "../use-loaded.ts";
import { useMedia } from "../use-media.ts";
import type { PageTools } from "../use-page-tools.ts";

interface ToolsProps {
  readonly editor: Editor;
  readonly isReadOnly: boolean;
  /** What the text scrolls in. */
  readonly page: RefObject<HTMLElement | null>;
  readonly tools: PageTools;
}

const loadTools = () => import("./text-tools.ts");
const loadPopover = () => import("./link-popover.tsx");

/** What stands around the text while it is edited: a toolbar for the hand at work, and what is offered for a typed sign. */
export function EditorTools({ editor, isReadOnly, page, tools: choices }: ToolsProps) {
  const snapshot = useEditorSnapshot(editor);
  useBlockAddress(editor);
  const isTouch = useMedia("(pointer: coarse), (width < 44rem)");
  const [hasFailed, setFailed] = useState(false);
  const [isMenuCalled, setMenuCalled] = useMenuCall(editor);
  // Fetched as soon as the text is here. Where that failed every command still has its key, and the next focus tries again.
  const isPointedAt = useIsPointedAt(editor);
  const isWanted = snapshot.hasFocus || isPointedAt || choices.isToolbarDocked;
  const tools = useLoaded(loadTools, isWanted, () => {
    setFailed(true);
    setMenuCalled(false);
  });
  const answered = useCallback(() => setMenuCalled(false), [setMenuCalled]);
  usePreload(loadTools, 0);
  const isUnseen = tools === null && hasFailed && snapshot.suggestions !== null;
  useEffect(() => {
    // Its keys would choose what nobody sees.
    if (isUnseen) editor.closeSuggestions();
  }, [editor, isUnseen]);
  const links = useLoaded(loadPopover, snapshot.link !== null, () => undefined); // the next link tries again
  const popover = links && <links.LinkPopover {...{ editor, snapshot, isReadOnly, page }} />;
  if (isReadOnly || tools === null) return popover;
  return (
    <>
      {popover}
      {isTouch && <tools.TouchToolbar editor={editor} snapshot={snapshot} />}
      {!isTouch && choices.isToolbarDocked && (
        <tools.DockedToolbar editor={editor} snapshot={snapshot} onFloat={choices.toggleToolbar} />
      )}
      {!isTouch && !choices.isToolbarDocked && (
        <tools.SelectionToolbar
          editor={editor}
          snapshot={snapshot}
          page={page}
          onDock={choices.toggleToolbar}
        />
      )}
      <tools.BlockHands editor={editor} isMenuCalled={isMenuCalled} onMenuCall={answered} />
      {snapshot.suggestions !== null && snapshot.hasFocus && (
        <tools.SuggestionMenu editor={editor} suggestions={snapshot.suggestions} page={page} />
      )}
    </>
  );
}

/** The text's own call for the block menu, by its key or from the palette: who answers it may not be here yet. */
function useMenuCall({ view }: Editor) {
  const call = useState(false);
  const [, setCalled] = call;
  useEffect(() => {
    const called = (event: Event) => {
      event.preventDefault();
      setCalled(true);
    };
    view.dom.addEventListener("quire-block-menu", called);
    return () => view.dom.removeEventListener("quire-block-menu", called);
  }, [view, setCalled]);
  return call;
}

/** Whether a pointer has come over the text. */
function useIsPointedAt({ view }: Editor): boolean {
  const [isPointedAt, setPointedAt] = useState(false);
  useEffect(() => {
    const come = () => setPointedAt(true);
    view.dom.addEventListener("pointermove", come, { once: true });
    return () => view.dom.removeEventListener("pointermove", come);
  }, [view]);
  return isPointedAt;
}
