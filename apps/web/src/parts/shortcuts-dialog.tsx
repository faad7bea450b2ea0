import { Dialog } from "@base-ui/react/dialog";
import type { EditorCommand } from "@quire/editor";
import { X } from "lucide-react";
import { useEffect } from "react";
import { useWords } from "../app-context.ts";
import { isMacPlatform, keyLabel } from "../key-label.ts";

interface ShortcutsProps {
  readonly commands: readonly EditorCommand[];
  readonly isOpen: boolean;
  readonly onOpenChange: (isOpen: boolean) => void;
}

/** Every key that does something in the document. Mod+/ opens and closes it. */
export function ShortcutsDialog({ commands, isOpen, onOpenChange }: ShortcutsProps) {
  const { common, document: words, editor } = useWords();
  const isMac = isMacPlatform(navigator.platform);
  const rows: readonly (readonly [string, string])[] = [
    ...commands.flatMap(({ label, keys }) => (keys === undefined ? [] : [[label, keys] as const])),
    [editor.toToolbar, "Alt-F10"],
    [editor.toShortcuts, "Mod-/"],
  ];

  useEffect(() => {
    const pressed = (event: KeyboardEvent) => {
      if (event.key !== "/" || !(isMac ? event.metaKey : event.ctrlKey)) return;
      event.preventDefault();
      onOpenChange(!isOpen);
    };
    window.addEventListener("keydown", pressed);
    return () => window.removeEventListener("keydown", pressed);
  }, [isMac, isOpen, onOpenChange]);

  return (
    <Dialog.Root open={isOpen} onOpenChange={onOpenChange}>
      <Dialog.Portal>
        <Dialog.Backdrop className="scrim" />
        <Dialog.Popup className="dialog">
          <div className="dialog-head">
            <Dialog.Title className="dialog-title">{words.shortcuts}</Dialog.Title>
            <Dialog.Close className="icon-button" aria-label={common.close}>
              <X aria-hidden="true" />
            </Dialog.Close>
          </div>
          <dl className="shortcuts">
            {rows.map(([label, keys]) => (
              <div key={keys}>
                <dt>{label}</dt>
                <dd>
                  <kbd className="key">{keyLabel(keys, isMac)}</kbd>
                </dd>
              </div>
            ))}
          </dl>
        </Dialog.Popup>
      </Dialog.Portal>
    </Dialog.Root>
  );
}
