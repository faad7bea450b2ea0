import { Menu } from "@base-ui/react/menu";
import type { Editor, EditorCommand, Hands } from "@quire/editor";
import { Check, ChevronRight, Link2, Replace } from "lucide-react";
import type { RefObject } from "react";
import { keyLabel } from "../key-label.ts";
import { isMacPlatform } from "../mac-platform.ts";
import { useToast } from "../use-toast.ts";
import type { ToolWords } from "../words/en-tools.ts";
import { CommandIcon } from "./command-icon.tsx";

interface MenuProps {
  readonly editor: Editor;
  readonly hands: Hands;
  readonly words: ToolWords;
  readonly anchor: RefObject<HTMLElement | null>;
  readonly onClose: () => void;
}

/** What can be done with the block that is held: what it can become, then what its kind and all blocks offer. */
export function BlockHandsMenu({ editor, hands, words, anchor, onClose }: MenuProps) {
  const { enabled } = editor.getSnapshot();
  const kinds = hands.kindsForHeld();
  const commands = editor.commands.filter(({ in: places }) => places.includes("block"));
  return (
    <Menu.Root open modal={false} onOpenChange={(isOpen) => isOpen || onClose()}>
      <Menu.Portal>
        <Menu.Positioner className="floating" anchor={anchor} side="bottom" align="start" sideOffset={4}>
          <Menu.Popup className="menu" aria-label={words.hands.menu} finalFocus={() => editor.view.dom}>
            {kinds.length > 0 && <TurnInto editor={editor} kinds={kinds} label={words.hands.turnInto} />}
            <CopyLink hands={hands} words={words} />
            <div className="menu-rule" />
            {commands.map((command) => (
              <CommandItem
                key={command.id}
                command={command}
                editor={editor}
                isEnabled={enabled.has(command.id)}
                isBad={command.id === "delete-block"}
              />
            ))}
          </Menu.Popup>
        </Menu.Positioner>
      </Menu.Portal>
    </Menu.Root>
  );
}

interface TurnIntoProps {
  readonly editor: Editor;
  readonly kinds: readonly EditorCommand[];
  readonly label: string;
}

function TurnInto({ editor, kinds, label }: TurnIntoProps) {
  const { active } = editor.getSnapshot();
  return (
    <Menu.SubmenuRoot>
      <Menu.SubmenuTrigger className="menu-item">
        <Replace aria-hidden="true" />
        {label}
        <ChevronRight className="menu-more" aria-hidden="true" />
      </Menu.SubmenuTrigger>
      <Menu.Portal>
        <Menu.Positioner className="floating">
          <Menu.Popup className="menu" finalFocus={() => editor.view.dom}>
            {kinds.map((command) => (
              <Menu.Item key={command.id} className="menu-item" onClick={() => editor.run(command.id)}>
                <CommandIcon command={command} />
                {command.label}
                {active.has(command.id) && <Check className="menu-check" aria-hidden="true" />}
              </Menu.Item>
            ))}
          </Menu.Popup>
        </Menu.Positioner>
      </Menu.Portal>
    </Menu.SubmenuRoot>
  );
}

function CopyLink({ hands, words }: Pick<MenuProps, "hands" | "words">) {
  const { say, fail } = useToast();
  async function copy(): Promise<void> {
    const name = hands.nameOfHeld();
    try {
      await navigator.clipboard.writeText(`${location.origin}${location.pathname}#${name ?? ""}`);
      say(words.own.linkCopied);
    } catch {
      fail(words.own.linkNotCopied);
    }
  }
  return (
    <Menu.Item className="menu-item" onClick={() => void copy()}>
      <Link2 aria-hidden="true" />
      {words.hands.copyLink}
    </Menu.Item>
  );
}

interface CommandItemProps {
  readonly command: EditorCommand;
  readonly editor: Editor;
  readonly isEnabled: boolean;
  readonly isBad: boolean;
}

function CommandItem({ command, editor, isEnabled, isBad }: CommandItemProps) {
  return (
    <Menu.Item
      className={isBad ? "menu-item menu-item-bad" : "menu-item"}
      disabled={!isEnabled}
      onClick={() => editor.run(command.id)}
    >
      <CommandIcon command={command} />
      {command.label}
      {command.keys !== undefined && (
        <span className="key" aria-hidden="true">
          {keyLabel(command.keys, isMacPlatform(navigator.platform))}
        </span>
      )}
    </Menu.Item>
  );
}
