import { Toolbar } from "@base-ui/react/toolbar";
import type { Editor, EditorSnapshot } from "@quire/editor";
import { Copy, ExternalLink, Pencil, Unlink } from "lucide-react";
import {
  type FocusEvent,
  type KeyboardEvent,
  type ReactNode,
  type RefObject,
  useCallback,
  useEffect,
  useRef,
  useState,
} from "react";
import { useEditingWords } from "../editing-words.ts";
import { placeBeside } from "../floating.ts";
import { useFloating } from "../use-floating.ts";
import { linkBox, returnToLink, useLinkKeys } from "../use-link-at-caret.ts";
import { usePointerSelecting } from "../use-pointer-selecting.ts";
import { useToast } from "../use-toast.ts";
import { LinkForm } from "./link-form.tsx";
import { keepSelection } from "./selection-toolbar.tsx";

interface LinkPopoverProps {
  readonly editor: Editor;
  readonly snapshot: EditorSnapshot;
  readonly isReadOnly: boolean;
  /** What the text scrolls in. */
  readonly page: RefObject<HTMLElement | null>;
}

type Link = NonNullable<EditorSnapshot["link"]>;

/** What can be done with the link that the caret stands in. Alt+Shift+Enter leads to it, Escape puts it away. */
export function LinkPopover({ editor, snapshot, isReadOnly, page }: LinkPopoverProps) {
  // The focus is in it.
  const [isHeld, setHeld] = useState(false);
  const [putAway, setPutAway] = useState<Link | null>(null);
  const root = useRef<HTMLDivElement>(null);
  const isSelecting = usePointerSelecting(editor);
  const { link, selection, suggestions } = snapshot;
  const isInText = useLinkKeys(editor, {
    enter: () => root.current?.querySelector<HTMLElement>("a, button")?.focus(),
    putAway: () => setPutAway(link),
  });
  useEffect(() => {
    if (!isHeld || root.current?.contains(document.activeElement)) return;
    // Somebody took the link away, and with it what had the focus.
    setHeld(false);
    editor.focus();
  }, [link]);
  const isAtLink = isInText && selection.isEmpty && !isSelecting && suggestions === null && putAway !== link;

  if (link === null || (!isAtLink && !isHeld)) return null;
  return (
    <OpenPopover
      {...{ editor, link, isReadOnly, page, root }}
      onHeld={setHeld}
      onPutAway={() => setPutAway(link)}
    />
  );
}

interface OpenPopoverProps extends Omit<LinkPopoverProps, "snapshot"> {
  readonly link: Link;
  readonly root: RefObject<HTMLDivElement | null>;
  readonly onHeld: (isHeld: boolean) => void;
  readonly onPutAway: () => void;
}

function OpenPopover({ editor, link, isReadOnly, page, root, onHeld, onPutAway }: OpenPopoverProps) {
  const words = useEditingWords();
  const [isEditing, setEditing] = useState(false);

  const place = useCallback(
    (popover: HTMLElement) => {
      const box = linkBox(editor);
      const sight = page.current?.getBoundingClientRect();
      if (box === null || sight === undefined) return null;
      const size = { width: popover.offsetWidth, height: popover.offsetHeight };
      const bottom = document.querySelector(".touch-tools")?.getBoundingClientRect().top ?? innerHeight;
      return placeBeside(box, size, { left: 0, top: sight.top, right: innerWidth, bottom });
    },
    [editor, page],
  );
  useFloating(root, editor, place);

  function edit() {
    // The button goes, and with it the focus, if that is on it: what loses it is put away.
    if (root.current?.contains(document.activeElement)) root.current.focus();
    setEditing(true);
  }

  function leave() {
    onHeld(false);
    onPutAway();
    returnToLink(editor);
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
      className="floating-at bubble link-popover"
      onMouseDown={keepSelection}
      onKeyDown={pressed}
      onFocus={() => onHeld(true)}
      onBlur={({ currentTarget, relatedTarget }: FocusEvent<HTMLElement>) => {
        if (!(relatedTarget instanceof Node && currentTarget.contains(relatedTarget))) onHeld(false);
      }}
    >
      {isEditing ? (
        <LinkForm editor={editor} href={link.href} onDone={leave} />
      ) : (
        <Toolbar.Root className="bubble-row" aria-label={words.link}>
          <LinkActions {...{ editor, link, isReadOnly }} onEdit={edit} onRemoved={leave} />
        </Toolbar.Root>
      )}
    </div>
  );
}

interface ActionsProps {
  readonly editor: Editor;
  readonly link: Link;
  readonly isReadOnly: boolean;
  readonly onEdit: () => void;
  readonly onRemoved: () => void;
}

function LinkActions({ editor, link: { href }, isReadOnly, onEdit, onRemoved }: ActionsProps) {
  const words = useEditingWords();
  const { say, fail } = useToast();
  async function copy() {
    try {
      await navigator.clipboard.writeText(href);
      say(words.addressCopied);
    } catch {
      fail(words.addressNotCopied);
    }
  }
  return (
    <>
      <Toolbar.Link
        className="bubble-button link-address"
        href={href}
        target="_blank"
        rel="noopener noreferrer"
        aria-label={words.open(href)}
        title={href}
      >
        <ExternalLink aria-hidden="true" />
        <span>{shownAddress(href)}</span>
      </Toolbar.Link>
      <Toolbar.Separator className="bubble-rule" />
      <Action label={words.copyAddress} onDo={() => void copy()}>
        <Copy aria-hidden="true" />
      </Action>
      {!isReadOnly && (
        <>
          <Action label={words.editLink} onDo={onEdit}>
            <Pencil aria-hidden="true" />
          </Action>
          <Action label={words.removeLink} onDo={() => editor.run("link") && onRemoved()}>
            <Unlink aria-hidden="true" />
          </Action>
        </>
      )}
    </>
  );
}

interface ActionProps {
  readonly label: string;
  readonly onDo: () => void;
  readonly children: ReactNode;
}

function Action({ label, onDo, children }: ActionProps) {
  return (
    <Toolbar.Button className="bubble-button" aria-label={label} title={label} onClick={onDo}>
      {children}
    </Toolbar.Button>
  );
}

/** An address without what most of them begin with. */
function shownAddress(href: string): string {
  return href.replace(/^(https?:\/\/|mailto:|tel:)/i, "").replace(/\/$/, "") || href;
}
