import { useState } from "react";
import type { ToolCall } from "./parts/late-tools.tsx";
import type { Access } from "./said-access.ts";
import { deviceStorage } from "./theme.ts";

/** What I may do, what was called last, and whether the outline is shown. */
export interface PageTools {
  readonly access: Access;
  readonly call: ToolCall | null;
  readonly onCall: (call: ToolCall | null) => void;
  readonly showsOutline: boolean;
  readonly toggleOutline: () => void;
  /** Whether the toolbar stands above the text; else it comes to what is selected. */
  readonly isToolbarDocked: boolean;
  readonly toggleToolbar: () => void;
}

const key = "quire-outline";
const toolbarKey = "quire-toolbar";

/**
 * A document page's tools. Whether the outline stands beside the text, and where the toolbar does, is kept on this device; a
 * sheet is never there at first.
 */
export function usePageTools(access: Access): PageTools {
  const [call, onCall] = useState<ToolCall | null>(null);
  const [showsOutline, setShown] = useState(
    () => deviceStorage()?.getItem(key) === "shown" && matchMedia("(width >= 64rem)").matches,
  );
  function toggleOutline() {
    setShown(!showsOutline);
    if (showsOutline) deviceStorage()?.removeItem(key);
    else deviceStorage()?.setItem(key, "shown");
  }
  const [isToolbarDocked, setDocked] = useState(() => deviceStorage()?.getItem(toolbarKey) === "docked");
  function toggleToolbar() {
    setDocked(!isToolbarDocked);
    if (isToolbarDocked) deviceStorage()?.removeItem(toolbarKey);
    else deviceStorage()?.setItem(toolbarKey, "docked");
  }
  return { access, call, onCall, showsOutline, toggleOutline, isToolbarDocked, toggleToolbar };
}
