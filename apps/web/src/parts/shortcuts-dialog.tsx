import { Dialog } from "@base-ui/react/dialog";
import type { EditorCommand } from "@quire/editor";
import { X } from "lucide-react";
import { useWords } from "../app-context.ts";
import { keyLabel } from "../key-label.ts";

interface ShortcutsProps {
  readonly commands: readonly EditorCommand[];
  readonly isMac: boolean;
  readonly isOpen: boolean;
  readonly onOpenChange: (isOpen: boolean) => void;
}

/** Every key that does something in the document. */
export function ShortcutsDialog({ commands, isMac, isOpen, onOpenChange }: ShortcutsProps) {
  const { common, document: words, editor } = useWords();
  const rows: readonly (readonly [string, string])[] = [
    ...commands.flatMap(({ label, keys }) => (keys === undefined ? [] : [[label, keys] as const])),
    [editor.toToolbar, "Alt-F10"],
    [editor.toMessages, "F6"],
    [editor.toShortcuts, "Mod-/"],
  ];

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
