import { Menu } from "@base-ui/react/menu";
import { Toolbar } from "@base-ui/react/toolbar";
import type { Editor, EditorSnapshot } from "@quire/editor";
import { Check, ChevronDown } from "lucide-react";
import { useEditingWords } from "../editing-words.ts";
import { CommandIcon } from "./command-icon.tsx";
import { focusFirstItem } from "./focus-first-item.ts";

interface BlockMenuProps {
  readonly editor: Editor;
  readonly snapshot: EditorSnapshot;
  readonly onOpenChange: (isOpen: boolean) => void;
}

/** What the selected blocks are, and what they can be turned into. */
export function BlockMenu({ editor, snapshot, onOpenChange }: BlockMenuProps) {
  const words = useEditingWords();
  const commands = editor.commands.filter(
    (command) => command.group === "block" && command.in.includes("toolbar"),
  );
  const active = commands.find(({ id }) => snapshot.active.has(id));
  return (
    <Menu.Root onOpenChange={onOpenChange}>
      <Toolbar.Button className="bubble-button bubble-block" render={<Menu.Trigger />}>
        <span className="visually-hidden">{words.blocks}: </span>
        {active?.label ?? words.mixed}
        <ChevronDown aria-hidden="true" />
      </Toolbar.Button>
      <Menu.Portal>
        <Menu.Positioner className="floating" align="start" sideOffset={6}>
          <Menu.Popup className="menu" onFocus={focusFirstItem} finalFocus={() => editor.view.dom}>
            {commands.map((command) => (
              <Menu.Item
                key={command.id}
                className="menu-item"
                disabled={!snapshot.enabled.has(command.id)}
                onClick={() => editor.run(command.id)}
              >
                <CommandIcon command={command} />
                {command.label}
                {command === active && <Check className="menu-check" aria-hidden="true" />}
              </Menu.Item>
            ))}
          </Menu.Popup>
        </Menu.Positioner>
      </Menu.Portal>
    </Menu.Root>
  );
}
