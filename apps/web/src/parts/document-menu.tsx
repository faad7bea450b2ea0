import { Menu } from "@base-ui/react/menu";
import { Download, Ellipsis, Keyboard, Link2, Trash2 } from "lucide-react";
import { useLocation } from "wouter";
import { exportPath } from "../api.ts";
import { useApp } from "../app-context.ts";
import { useDocumentActions } from "../use-document-actions.ts";
import { useToast } from "../use-toast.ts";
import { ThemeItems } from "./theme-items.tsx";

interface DocumentMenuProps {
  readonly id: string;
  readonly title: string;
  readonly onShortcuts: () => void;
}

/** What can be done with the document as a whole. */
export function DocumentMenu({ id, title, onShortcuts }: DocumentMenuProps) {
  const { words } = useApp();
  const { say, fail } = useToast();
  const { remove } = useDocumentActions();
  const [, navigate] = useLocation();
  const exports = [
    ["markdown", words.document.exportMarkdown],
    ["html", words.document.exportHtml],
    ["text", words.document.exportText],
  ] as const;

  async function copyLink() {
    try {
      await navigator.clipboard.writeText(`${location.origin}/d/${id}`);
      say(words.document.linkCopied);
    } catch {
      fail(words.document.linkNotCopied);
    }
  }

  function removeThis() {
    // First away from the page, which would otherwise say that its document is gone.
    navigate("/");
    void remove({ id, title });
  }

  return (
    <Menu.Root defaultOpen>
      <Menu.Trigger className="icon-button" aria-label={words.document.menu}>
        <Ellipsis aria-hidden="true" />
      </Menu.Trigger>
      <Menu.Portal>
        <Menu.Positioner className="floating" align="end" sideOffset={6}>
          <Menu.Popup className="menu">
            <Menu.Item className="menu-item" onClick={() => void copyLink()}>
              <Link2 aria-hidden="true" />
              {words.document.copyLink}
            </Menu.Item>
            <div className="menu-rule" />
            {exports.map(([format, label]) => (
              <Menu.LinkItem
                key={format}
                className="menu-item"
                href={exportPath(id, format)}
                download
                closeOnClick
              >
                <Download aria-hidden="true" />
                {label}
              </Menu.LinkItem>
            ))}
            <div className="menu-rule" />
            <ThemeItems />
            <div className="menu-rule" />
            <Menu.Item className="menu-item" onClick={onShortcuts}>
              <Keyboard aria-hidden="true" />
              {words.document.shortcuts}
            </Menu.Item>
            <Menu.Item className="menu-item menu-item-bad" onClick={removeThis}>
              <Trash2 aria-hidden="true" />
              {words.document.delete}
            </Menu.Item>
          </Menu.Popup>
        </Menu.Positioner>
      </Menu.Portal>
    </Menu.Root>
  );
}
