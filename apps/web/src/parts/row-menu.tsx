import { Menu } from "@base-ui/react/menu";
import { allows, type DocumentSummary, type Role } from "@quire/protocol";
import { Ellipsis } from "lucide-react";
import { type RefObject, useState } from "react";
import { useLibraryWords } from "../use-library-words.ts";
import { focusFirstItem } from "./focus-first-item.ts";
import { KeepItem } from "./keep-item.tsx";
import { MoveDialog } from "./move-dialog.tsx";

interface RowMenuProps {
  readonly document: Pick<DocumentSummary, "id" | "title" | "role">;
  readonly label: string;
  readonly trigger: RefObject<HTMLButtonElement | null>;
  readonly onRename: () => void;
  readonly onDelete: () => void;
}

/** What I can do with a document in the list. */
export function RowMenu({ document, label, trigger, onRename, onDelete }: RowMenuProps) {
  const library = useLibraryWords();
  // Where the list does not say it, the server has the last word.
  const may = (needed: Role) => allows(document.role ?? "own", needed);
  const [isMoving, setMoving] = useState(false);
  return (
    <Menu.Root defaultOpen>
      <Menu.Trigger ref={trigger} className="icon-button row-menu" aria-label={label}>
        <Ellipsis aria-hidden="true" />
      </Menu.Trigger>
      <MoveDialog document={document} isOpen={isMoving} onClose={() => setMoving(false)} returnTo={trigger} />
      <Menu.Portal>
        <Menu.Positioner className="floating" align="end" sideOffset={4}>
          <Menu.Popup className="menu" onFocus={focusFirstItem}>
            {may("edit") && (
              <Menu.Item className="menu-item" onClick={onRename}>
                {library.rename}
              </Menu.Item>
            )}
            {may("own") && (
              <Menu.Item className="menu-item" onClick={() => setMoving(true)}>
                {library.move}
              </Menu.Item>
            )}
            <KeepItem document={document} />
            {may("own") && (
              <Menu.Item className="menu-item menu-item-bad" onClick={onDelete}>
                {library.delete}
              </Menu.Item>
            )}
          </Menu.Popup>
        </Menu.Positioner>
      </Menu.Portal>
    </Menu.Root>
  );
}
