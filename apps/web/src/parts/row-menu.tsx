import { Menu } from "@base-ui/react/menu";
import { Ellipsis } from "lucide-react";
import type { RefObject } from "react";
import type { NamedDocument } from "../use-document-actions.ts";
import { useLibraryWords } from "../use-library-words.ts";
import { KeepItem } from "./keep-item.tsx";

interface RowMenuProps {
  readonly document: NamedDocument;
  readonly label: string;
  readonly trigger: RefObject<HTMLButtonElement | null>;
  readonly onRename: () => void;
  readonly onDelete: () => void;
}

/** What can be done with a document in the list. */
export function RowMenu({ document, label, trigger, onRename, onDelete }: RowMenuProps) {
  const library = useLibraryWords();
  return (
    <Menu.Root defaultOpen>
      <Menu.Trigger ref={trigger} className="icon-button row-menu" aria-label={label}>
        <Ellipsis aria-hidden="true" />
      </Menu.Trigger>
      <Menu.Portal>
        <Menu.Positioner className="floating" align="end" sideOffset={4}>
          <Menu.Popup className="menu">
            <Menu.Item className="menu-item" onClick={onRename}>
              {library.rename}
            </Menu.Item>
            <KeepItem document={document} />
            <Menu.Item className="menu-item menu-item-bad" onClick={onDelete}>
              {library.delete}
            </Menu.Item>
          </Menu.Popup>
        </Menu.Positioner>
      </Menu.Portal>
    </Menu.Root>
  );
}
