import { HardDrive, Pin } from "lucide-react";
import type { PaletteItem } from "./parts/palette.tsx";
import type { NamedDocument } from "./use-document-actions.ts";
import { usePinned } from "./use-pin.ts";
import { onDeviceWords } from "./words/en-on-device.ts";
import type { ToolWords } from "./words/en-tools.ts";

/** What every page's palette has of this device: the list of what it keeps. */
export function useDeviceItem(words: ToolWords["palette"], onDevice: () => void): PaletteItem {
  return {
    id: "on-device",
    label: onDeviceWords.list,
    section: words.page,
    icon: <HardDrive aria-hidden="true" />,
    run: onDevice,
  };
}

/** Whether this device keeps the document that is open, whatever happens: the other way. */
export function useKeepItem(words: ToolWords["palette"], document: NamedDocument): PaletteItem {
  const [isPinned, pin] = usePinned(document);
  return {
    id: "keep-here",
    label: words.keep(onDeviceWords.keepHere, isPinned),
    section: words.page,
    icon: <Pin aria-hidden="true" />,
    run: () => pin(!isPinned),
  };
}
