import "../style/palette.css";
import { Upload } from "lucide-react";
import { useEffect, useState } from "react";
import { SignOutDialog } from "../account/sign-out-dialog.tsx";
import { isMacPlatform } from "../mac-platform.ts";
import { toolKeys } from "../page-keys.ts";
import { useAccountItems } from "../use-account-items.tsx";
import { useDeviceItem } from "../use-device-items.tsx";
import { useLibraryWords } from "../use-library-words.ts";
import { useCommonItems, useDocumentItems } from "../use-page-items.tsx";
import type { ToolWords } from "../words/en-tools.ts";
import { DeviceDialog } from "./device-dialog.tsx";
import type { ToolCall } from "./late-tools.tsx";
import { Palette, type PaletteItem } from "./palette.tsx";
import { ShortcutsDialog } from "./shortcuts-dialog.tsx";

interface ToolsProps {
  readonly words: ToolWords;
  readonly call: ToolCall | null;
  /** Left out for who may make no document. */
  readonly onImport?: () => void;
}

/** What the keys of the library's page call: palette and shortcuts. */
export function LibraryTools({ words, call, onImport }: ToolsProps) {
  const library = useLibraryWords();
  const [dialog, setDialog] = useState<"palette" | "shortcuts" | "device" | "sign-out" | null>(null);
  const isOpen = dialog === "palette";
  const [isSearching, setSearching] = useState(false);
  const documents = useDocumentItems(words.palette, { isOpen, isSearching });
  const common = useCommonItems(words);
  const device = useDeviceItem(words.palette, () => setDialog("device"));
  const account = useAccountItems(isOpen, () => setDialog("sign-out"));
  const close = () => setDialog(null);
  useEffect(() => {
    if (call?.tool === "palette" || call?.tool === "shortcuts")
      setDialog((open) => (open === call.tool ? null : (call.tool as "palette")));
  }, [call]);
  const keys = toolKeys(isMacPlatform(navigator.platform));
  const imports: readonly PaletteItem[] = onImport
    ? [
        {
          id: "import",
          label: library.import,
          section: words.palette.page,
          icon: <Upload aria-hidden="true" />,
          run: onImport,
        },
      ]
    : [];
  const rows = [
    [words.palette.title, keys.palette],
    [words.shortcuts.toShortcuts, keys.shortcuts],
    [words.shortcuts.toMessages, "F6"],
  ] as const;
  return (
    <>
      <Palette
        words={words.palette}
        items={isOpen ? [...documents, ...common, ...imports, device, ...account] : []}
        isOpen={isOpen}
        onClose={close}
        onSearching={setSearching}
      />
      <ShortcutsDialog
        title={words.own.shortcuts}
        shortcuts={rows.map(([label, key]) => ({ section: words.palette.page, label, keys: key }))}
        isOpen={dialog === "shortcuts"}
        onClose={close}
      />
      <DeviceDialog isOpen={dialog === "device"} onClose={close} />
      <SignOutDialog isOpen={dialog === "sign-out"} onClose={close} />
    </>
  );
}
