import { keyLabel } from "../key-label.ts";
import { isMacPlatform } from "../mac-platform.ts";
import { TitledDialog } from "./titled-dialog.tsx";

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
  const isMac = isMacPlatform(navigator.platform);
  const sections = [...new Set(shortcuts.map(({ section }) => section))];
  return (
    <TitledDialog title={title} className="shortcuts-dialog" isOpen={isOpen} onClose={onClose}>
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
    </TitledDialog>
  );
}
