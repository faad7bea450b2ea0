import { Toolbar } from "@base-ui/react/toolbar";
import type { Editor, EditorSnapshot } from "@quire/editor";
import { PanelTop } from "lucide-react";
import {
  type FocusEvent,
  type KeyboardEvent,
  type MouseEvent,
  type RefObject,
  useCallback,
  useEffect,
  useRef,
  useState,
} from "react";
import { useEditingWords } from "../editing-words.ts";
import { placeToolbar } from "../floating.ts";
import { keyLabel } from "../key-label.ts";
import { isMacPlatform } from "../mac-platform.ts";
import { useFloating } from "../use-floating.ts";
import { usePointerSelecting } from "../use-pointer-selecting.ts";
import { BlockMenu } from "./block-menu.tsx";
import { ColorMenu } from "./color-menu.tsx";
import { LinkForm } from "./link-form.tsx";
import { PenIcon } from "./pen-icon.tsx";

interface ToolbarProps {
  readonly editor: Editor;
  readonly snapshot: EditorSnapshot;
  /** What the text scrolls in. */
  readonly page: RefObject<HTMLElement | null>;
  /** Lets it stand above the text instead. */
  readonly onDock: () => void;
}

/** The toolbar of a selection. Alt+F10 leads to it, also where nothing is selected; Escape leads back. */
export function SelectionToolbar({ editor, snapshot, page, onDock }: ToolbarProps) {
  // What keeps it there: it was called by its key, the focus is in it, or its menu is open.
  const [isCalled, setCalled] = useState(false);
  const [isHeld, setHeld] = useState(false);
  const [isMenuOpen, setMenuOpen] = useState(false);
  const isSelecting = usePointerSelecting(editor);
  const { selection, hasFocus, suggestions } = snapshot;
  const hasSelection =
    selection.isText && !selection.isEmpty && hasFocus && !isSelecting && suggestions === null;

  useToolbarKey(editor, setCalled);

  if (!hasSelection && !isCalled && !isHeld && !isMenuOpen) return null;
  return (
    <OpenToolbar
      editor={editor}
      snapshot={snapshot}
      page={page}
      onDock={onDock}
      takesFocus={isCalled}
      onMenuOpen={setMenuOpen}
      onHeld={setHeld}
      onLeave={() => {
        setCalled(false);
        setHeld(false);
      }}
    />
  );
}

interface OpenToolbarProps extends ToolbarProps {
  readonly takesFocus: boolean;
  readonly onMenuOpen: (isOpen: boolean) => void;
  readonly onHeld: (isHeld: boolean) => void;
  readonly onLeave: () => void;
}

function OpenToolbar(props: OpenToolbarProps) {
  const { editor, snapshot, page, takesFocus, onMenuOpen, onHeld, onLeave } = props;
  const words = useEditingWords();
  const root = useRef<HTMLDivElement>(null);
  const [isLinking, setLinking] = useState(false);

  const place = useCallback(
    (toolbar: HTMLElement) => {
      const selected = editor.selectionRect();
      const sight = page.current?.getBoundingClientRect();
      if (selected === null || sight === undefined) return null;
      const size = { width: toolbar.offsetWidth, height: toolbar.offsetHeight };
      return placeToolbar(selected, size, sight, { width: innerWidth, height: innerHeight });
    },
    [editor, page],
  );
  useFloating(root, editor, place);
  useEffect(() => {
    if (takesFocus) root.current?.querySelector("button")?.focus();
  }, [takesFocus]);

  function link() {
    // The button goes, and with it the focus, if that is on it: what loses it is put away.
    if (root.current?.contains(document.activeElement)) root.current.focus();
    setLinking(true);
  }

  function leave() {
    setLinking(false);
    onLeave();
    editor.focus();
  }

  function pressed(event: KeyboardEvent) {
    if (event.key !== "Escape" || event.defaultPrevented) return;
    event.preventDefault();
    leave();
  }

  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: keys and focus of the toolbar or the form inside
    <div
      ref={root}
      tabIndex={-1}
      className="floating-at bubble"
      onMouseDown={keepSelection}
      onKeyDown={pressed}
      onFocus={() => onHeld(true)}
      onBlur={(event: FocusEvent<HTMLElement>) => {
        if (!isInside(event)) onLeave();
      }}
    >
      {isLinking ? (
        <LinkForm editor={editor} href={snapshot.link?.href ?? ""} onDone={leave} />
      ) : (
        <Toolbar.Root className="bubble-row" aria-label={words.toolbar}>
          <BlockMenu editor={editor} snapshot={snapshot} onOpenChange={onMenuOpen} />
          <Toolbar.Separator className="bubble-rule" />
          <TextButtons editor={editor} snapshot={snapshot} onLink={link} onMenuOpen={onMenuOpen} />
          <Toolbar.Separator className="bubble-rule" />
          <DockButton onDock={props.onDock} />
        </Toolbar.Root>
      )}
    </div>
  );
}

function DockButton({ onDock }: { readonly onDock: () => void }) {
  const words = useEditingWords();
  return (
    <Toolbar.Button
      className="bubble-button"
      aria-label={words.dockToolbar}
      title={words.dockToolbar}
      onClick={onDock}
    >
      <PanelTop aria-hidden="true" />
    </Toolbar.Button>
  );
}

interface TextButtonsProps {
  readonly editor: Editor;
  readonly snapshot: EditorSnapshot;
  readonly onLink: () => void;
  readonly onMenuOpen: (isOpen: boolean) => void;
}

/** A button for each command that marks text. */
export function TextButtons({ editor, snapshot, onLink, onMenuOpen }: TextButtonsProps) {
  const isMac = isMacPlatform(navigator.platform);
  const commands = editor.commands.filter(
    (command) => command.group === "text" && command.in.includes("toolbar"),
  );
  return commands.flatMap((command) => [
    <Toolbar.Button
      key={command.id}
      className="bubble-button"
      aria-label={command.label}
      title={
        command.keys === undefined ? command.label : `${command.label} (${keyLabel(command.keys, isMac)})`
      }
      aria-pressed={snapshot.active.has(command.id)}
      disabled={!snapshot.enabled.has(command.id)}
      onClick={() => (command.id === "link" ? onLink() : editor.run(command.id))}
    >
      <PenIcon command={command} snapshot={snapshot} />
    </Toolbar.Button>,
    command.id === lastPen && (
      <ColorMenu key="colors" editor={editor} snapshot={snapshot} onOpenChange={onMenuOpen} />
    ),
  ]);
}

/** The pen that the hues of both stand behind. */
const lastPen = "text-color";

/** Calls back with true when the toolbar's key is pressed in the text. */
export function useToolbarKey({ view: { dom } }: Editor, onCall: (isCalled: true) => void): void {
  useEffect(() => {
    const pressed = (event: globalThis.KeyboardEvent) => {
      if (event.key !== "F10" || !event.altKey || event.shiftKey) return;
      event.preventDefault();
      onCall(true);
    };
    dom.addEventListener("keydown", pressed);
    return () => dom.removeEventListener("keydown", pressed);
  }, [dom, onCall]);
}

/** A press on a button leaves the focus and the selection where they are; one in a field puts the caret there. */
export function keepSelection(event: MouseEvent): void {
  if (!(event.target instanceof HTMLInputElement)) event.preventDefault();
}

function isInside(event: FocusEvent<HTMLElement>): boolean {
  return event.relatedTarget instanceof Node && event.currentTarget.contains(event.relatedTarget);
}
