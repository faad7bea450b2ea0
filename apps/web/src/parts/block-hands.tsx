import { type Editor, type Hands, openHands } from "@quire/editor";
import { GripVertical, Plus } from "lucide-react";
import { type MouseEvent, useCallback, useEffect, useRef, useState, useSyncExternalStore } from "react";
import { useWords } from "../app-context.ts";
import type { ToolWords } from "../words/en-tools.ts";
import { BlockHandsMenu } from "./block-hands-menu.tsx";

interface Made {
  readonly hands: Hands;
  readonly words: ToolWords;
}

interface HandsProps {
  readonly editor: Editor;
  /** Somebody has asked for the menu of the block that they are in. */
  readonly isMenuCalled: boolean;
  /** That was heard. */
  readonly onMenuCall: () => void;
}

/** What stands beside the block that a hand is at: a sign that adds a block, and a grip that moves it and has its menu. */
export function BlockHands(props: HandsProps) {
  const { editor, onMenuCall } = props;
  const { loadTools } = useWords();
  const [made, setMade] = useState<Made | null>(null);
  useEffect(() => {
    let isGone = false;
    let hands: Hands | undefined;
    Promise.all([openHands(editor), loadTools()]).then(
      ([opened, words]) => {
        if (isGone) opened.destroy();
        else setMade({ hands: opened, words });
        hands = opened;
      },
      onMenuCall, // every command still has its key, and the palette has them all
    );
    return () => {
      isGone = true;
      hands?.destroy();
      setMade(null);
    };
  }, [editor, loadTools, onMenuCall]);
  return made && <Handle {...props} {...made} />;
}

function Handle({ editor, hands, words, isMenuCalled, onMenuCall }: Made & HandsProps) {
  const { handle, drop, isDragging } = useSyncExternalStore(
    useCallback((listener: () => void) => hands.subscribe(listener), [hands]),
    () => hands.getSnapshot(),
  );
  const root = useRef<HTMLDivElement>(null);
  const [isMenuOpen, setMenuOpen] = useState(false);
  useEffect(() => {
    hands.attach(root.current);
    return () => hands.attach(null);
  }, [hands]);
  useEffect(() => {
    if (!isMenuCalled) return;
    onMenuCall();
    setMenuOpen(hands.holdSelected());
  }, [hands, isMenuCalled, onMenuCall]);

  function openMenu() {
    hands.hold();
    setMenuOpen(true);
  }
  function closeMenu() {
    setMenuOpen(false);
    hands.letGo();
  }
  // Never out of the window.
  const left = Math.max(handle?.x ?? 0, root.current?.offsetWidth ?? 0);

  return (
    <>
      <div
        ref={root}
        className="hands"
        data-placed={handle !== null}
        data-dragging={isDragging}
        style={{ translate: `${left}px ${handle?.y ?? 0}px` }}
      >
        <AddButton label={words.hands.add} onAdd={() => hands.addBelow()} />
        <Grip hands={hands} words={words} isMenuOpen={isMenuOpen} onMenu={openMenu} />
      </div>
      {drop !== null && (
        <div
          className="drop-line"
          style={{ translate: `${drop.left}px ${drop.top}px`, inlineSize: `${drop.width}px` }}
        />
      )}
      {isMenuOpen && <BlockHandsMenu {...{ editor, hands, words }} anchor={root} onClose={closeMenu} />}
    </>
  );
}

function AddButton({ label, onAdd }: { readonly label: string; readonly onAdd: () => void }) {
  return (
    <button
      type="button"
      className="hand hand-add"
      tabIndex={-1}
      aria-label={label}
      title={label}
      onMouseDown={keepSelection}
      onClick={onAdd}
    >
      <Plus aria-hidden="true" />
    </button>
  );
}

interface GripProps extends Made {
  readonly isMenuOpen: boolean;
  readonly onMenu: () => void;
}

function Grip({ hands, words, isMenuOpen, onMenu }: GripProps) {
  return (
    <button
      type="button"
      className="hand hand-grip"
      tabIndex={-1}
      aria-label={words.hands.menu}
      title={words.hands.grip}
      aria-haspopup="menu"
      aria-expanded={isMenuOpen}
      onMouseDown={keepSelection}
      onPointerDown={({ nativeEvent, currentTarget }) => hands.grab(nativeEvent, currentTarget)}
      onClick={() => hands.isClick() && onMenu()}
    >
      <GripVertical aria-hidden="true" />
    </button>
  );
}

function keepSelection(event: MouseEvent): void {
  event.preventDefault();
}
