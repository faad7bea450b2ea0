import { Menu } from "@base-ui/react/menu";
import type { Editor } from "@quire/editor";
import { Download, Ellipsis, Keyboard, Link2, Trash2 } from "lucide-react";
import { useState } from "react";
import { useLocation } from "wouter";
import { exportPath } from "../api.ts";
import { useApp } from "../app-context.ts";
import { useDocumentActions } from "../use-document-actions.ts";
import { useToast } from "../use-toast.ts";
import { ShortcutsDialog } from "./shortcuts-dialog.tsx";
import { ThemeItems } from "./theme-items.tsx";

interface DocumentMenuProps {
  readonly id: string;
  readonly title: string;
  readonly editor: Editor | null;
}

/** What can be done with the document as a whole. */
export function DocumentMenu({ id, title, editor }: DocumentMenuProps) {
  const { words } = useApp();
  const { say, fail } = useToast();
  const { remove } = useDocumentActions();
  const [, navigate] = useLocation();
  const [showsShortcuts, setShowsShortcuts] = useState(false);
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
    <>
      <Menu.Root modal={false}>
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
              {editor !== null && (
                <Menu.Item className="menu-item" onClick={() => setShowsShortcuts(true)}>
                  <Keyboard aria-hidden="true" />
                  {words.document.shortcuts}
                </Menu.Item>
              )}
              <Menu.Item className="menu-item menu-item-bad" onClick={removeThis}>
                <Trash2 aria-hidden="true" />
                {words.document.delete}
              </Menu.Item>
            </Menu.Popup>
          </Menu.Positioner>
        </Menu.Portal>
      </Menu.Root>
      {editor !== null && (
        <ShortcutsDialog
          commands={editor.commands}
          isOpen={showsShortcuts}
          onOpenChange={setShowsShortcuts}
        />
      )}
    </>
  );
}
