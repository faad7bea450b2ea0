import { Menu } from "@base-ui/react/menu";
import { Toolbar } from "@base-ui/react/toolbar";
import type { Editor, EditorCommand, EditorSnapshot } from "@quire/editor";
import { Ellipsis, PanelTopClose } from "lucide-react";
import {
  type KeyboardEvent,
  type RefObject,
  useCallback,
  useEffect,
  useLayoutEffect,
  useRef,
  useState,
} from "react";
import { useWords } from "../app-context.ts";
import { useEditingWords } from "../editing-words.ts";
import { BlockMenu } from "./block-menu.tsx";
import { CommandIcon } from "./command-icon.tsx";
import { focusFirstItem } from "./focus-first-item.ts";
import { LinkForm } from "./link-form.tsx";
import { keepSelection, TextButtons, useToolbarKey } from "./selection-toolbar.tsx";

interface ToolbarProps {
  readonly editor: Editor;
  readonly snapshot: EditorSnapshot;
  /** Lets it float beside the selection instead. */
  readonly onFloat: () => void;
}

/** A button, and what is between two of them. */
const buttonPx = 31;

/** The toolbar above the text, with all that commands say is for toolbars; what has no room is behind More. */
export function DockedToolbar({ editor, snapshot, onFloat }: ToolbarProps) {
  const words = useEditingWords();
  const bar = useRef<HTMLDivElement>(null);
  const fixed = useRef<HTMLDivElement>(null);
  const [isLinking, setLinking] = useState(false);
  const room = useRoom(bar, fixed, isLinking);
  const goToBar = useCallback(() => bar.current?.querySelector("button")?.focus(), []);
  useToolbarKey(editor, goToBar);
  useKeptBelow(editor, bar);
  const others = editor.commands.filter(
    ({ in: places, group }) => places.includes("toolbar") && group !== "text" && group !== "block",
  );

  function leave() {
    setLinking(false);
    editor.focus();
  }
  function pressed(event: KeyboardEvent) {
    if (event.key !== "Escape" || event.defaultPrevented) return;
    event.preventDefault();
    leave();
  }

  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: keys of the toolbar or the form inside
    <div ref={bar} className="docked" onMouseDown={keepSelection} onKeyDown={pressed}>
      {isLinking ? (
        <LinkForm editor={editor} href={snapshot.link?.href ?? ""} onDone={leave} />
      ) : (
        <Toolbar.Root className="bubble-row" aria-label={words.toolbar}>
          <div ref={fixed} className="bubble-row">
            <BlockMenu editor={editor} snapshot={snapshot} onOpenChange={ignore} />
            <Toolbar.Separator className="bubble-rule" />
            <TextButtons
              editor={editor}
              snapshot={snapshot}
              onLink={() => setLinking(true)}
              onMenuOpen={ignore}
            />
            <Toolbar.Separator className="bubble-rule" />
          </div>
          {others.slice(0, room).map((command) => (
            <Toolbar.Button
              key={command.id}
              className="bubble-button"
              aria-label={command.label}
              title={command.label}
              disabled={!snapshot.enabled.has(command.id)}
              onClick={() => editor.run(command.id)}
            >
              <CommandIcon command={command} />
            </Toolbar.Button>
          ))}
          <MoreMenu editor={editor} snapshot={snapshot} commands={others.slice(room)} onFloat={onFloat} />
        </Toolbar.Root>
      )}
    </div>
  );
}

interface MoreProps extends ToolbarProps {
  readonly commands: readonly EditorCommand[];
}

function MoreMenu({ editor, snapshot, commands, onFloat }: MoreProps) {
  const { common } = useWords();
  const words = useEditingWords();
  return (
    <Menu.Root>
      <Toolbar.Button className="bubble-button" aria-label={common.more} render={<Menu.Trigger />}>
        <Ellipsis aria-hidden="true" />
      </Toolbar.Button>
      <Menu.Portal>
        <Menu.Positioner className="floating" align="end" sideOffset={6}>
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
              </Menu.Item>
            ))}
            {commands.length > 0 && <div className="menu-rule" />}
            <Menu.Item className="menu-item" onClick={onFloat}>
              <PanelTopClose aria-hidden="true" />
              {words.floatToolbar}
            </Menu.Item>
          </Menu.Popup>
        </Menu.Positioner>
      </Menu.Portal>
    </Menu.Root>
  );
}

/** For how many more buttons the bar has room beside what always stands in it. */
function useRoom(
  bar: RefObject<HTMLElement | null>,
  fixed: RefObject<HTMLElement | null>,
  isLinking: boolean,
): number {
  const [room, setRoom] = useState(0);
  useLayoutEffect(() => {
    if (bar.current === null || fixed.current === null) return;
    const measure = () => {
      const free = (bar.current?.clientWidth ?? 0) - (fixed.current?.offsetWidth ?? 0);
      setRoom(Math.max(0, Math.floor(free / buttonPx) - 2)); // More, and the bar's own edges
    };
    const sizes = new ResizeObserver(measure);
    sizes.observe(bar.current);
    sizes.observe(fixed.current);
    measure();
    return () => sizes.disconnect();
  }, [bar, fixed, isLinking]);
  return room;
}

/** Text that is scrolled to stands below the bar, not under it. */
function useKeptBelow(editor: Editor, bar: RefObject<HTMLElement | null>): void {
  useEffect(() => {
    const rest = { left: 5, right: 5, bottom: 5 };
    const top = (bar.current?.offsetHeight ?? 0) + 8;
    editor.view.setProps({ scrollMargin: { ...rest, top }, scrollThreshold: { ...rest, top } });
    return () => {
      if (!editor.view.isDestroyed) editor.view.setProps({ scrollMargin: 5, scrollThreshold: 0 });
    };
  }, [editor, bar]);
}

function ignore(): void {
  // The bar stays whatever is open.
}
