import type { Session } from "@quire/client";
import type { Editor } from "@quire/editor";
import { type RefObject, useMemo } from "react";
import { useWords } from "../app-context.ts";
import { lateDocumentTools } from "../late-document-tools.ts";
import type { Tool } from "../page-keys.ts";
import type { PageTools } from "../use-page-tools.ts";
import { LateTools } from "./late-tools.tsx";

interface PlaceProps {
  readonly editor: Editor;
  readonly session: Session;
  readonly isReadOnly: boolean;
  /** What the text scrolls in. */
  readonly page: RefObject<HTMLElement | null>;
  readonly tools: PageTools;
}

const names: readonly Tool[] = ["find", "replace", "palette", "shortcuts", "share"];

/** Where find bar, outline, palette and shortcuts come when they are called. */
export function DocumentToolsPlace({ tools, ...props }: PlaceProps) {
  const words = useWords();
  const { editor } = props;
  const load = useMemo(() => lateDocumentTools(editor, words), [editor, words]);
  return (
    <LateTools
      tools={names}
      load={load}
      isNeeded={tools.showsOutline}
      call={tools.call}
      onCall={tools.onCall}
    >
      {({ DocumentTools, ...parts }) => <DocumentTools {...parts} {...props} tools={tools} />}
    </LateTools>
  );
}
