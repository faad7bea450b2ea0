import { Dialog } from "@base-ui/react/dialog";
import { X } from "lucide-react";
import { useWords } from "../app-context.ts";
import { isMacPlatform, keyLabel } from "../key-label.ts";

/** A key, what it does, and the heading that it stands below. */
export interface Shortcut {
  readonly section: string;
  readonly label: string;
  readonly keys: string;
}

interface ShortcutsProps {
  readonly title: string;
  readonly shortcuts: readonly Shortcut[];
  readonly isOpen: boolean;
  readonly onClose: () => void;
}

/** Every key that does something on this page. */
export function ShortcutsDialog({ title, shortcuts, isOpen, onClose }: ShortcutsProps) {
  const { common } = useWords();
  const isMac = isMacPlatform(navigator.platform);
  const sections = [...new Set(shortcuts.map(({ section }) => section))];
  return (
    <Dialog.Root open={isOpen} onOpenChange={(open) => open || onClose()}>
      <Dialog.Portal>
        <Dialog.Backdrop className="scrim" />
        <Dialog.Popup className="dialog shortcuts-dialog">
          <div className="dialog-head">
            <Dialog.Title className="dialog-title">{title}</Dialog.Title>
            <Dialog.Close className="icon-button" aria-label={common.close}>
              <X aria-hidden="true" />
            </Dialog.Close>
          </div>
          <div className="shortcut-sections">
            {sections.map((section) => (
              <section key={section}>
                <h3 className="menu-label">{section}</h3>
                <dl className="shortcuts">
                  {shortcuts
                    .filter((shortcut) => shortcut.section === section)
                    .map(({ label, keys }) => (
                      <div key={keys}>
                        <dt>{label}</dt>
                        <dd>
                          <kbd className="key">{keyLabel(keys, isMac)}</kbd>
                        </dd>
                      </div>
                    ))}
                </dl>
              </section>
            ))}
          </div>
        </Dialog.Popup>
      </Dialog.Portal>
    </Dialog.Root>
  );
}
