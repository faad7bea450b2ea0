import type { Editor, SlashSnapshot } from "@quire/editor";
import { type RefObject, useCallback, useEffect, useRef } from "react";
import { useWords } from "../app-context.ts";
import { type Box, type MenuSize, placeMenu } from "../floating.ts";
import { isMacPlatform, keyLabel } from "../key-label.ts";
import { useFloating } from "../use-floating.ts";
import { CommandIcon } from "./command-icon.tsx";

interface SlashMenuProps {
  readonly editor: Editor;
  readonly slash: SlashSnapshot;
  /** What the text scrolls in. */
  readonly page: RefObject<HTMLElement | null>;
}

const listId = "slash-menu";

/** The blocks that `/` offers. The focus stays in the text: the editor moves the choice, this shows it. */
export function SlashMenu({ editor, slash, page }: SlashMenuProps) {
  const { editor: words } = useWords();
  const menu = useRef<HTMLDivElement>(null);
  const list = useRef<HTMLDivElement>(null);
  const tallest = useRef(0);
  const isMac = isMacPlatform(navigator.platform);
  const selected = slash.commands[slash.selected];

  const place = useCallback(
    (floating: HTMLElement) => {
      const caret = editor.slashRect();
      if (caret === null || list.current === null || page.current === null) return null;
      const size = sizeOf(floating, list.current, tallest.current);
      tallest.current = size.tallest;
      return placeMenu(caret, size, sightBelow(page.current));
    },
    [editor, page],
  );
  useFloating(menu, editor, place);
  usePointsTo(editor.view.dom, selected === undefined ? undefined : optionId(selected.id));
  useEffect(() => {
    list.current?.querySelector("[aria-selected=true]")?.scrollIntoView({ block: "nearest" });
  }, [selected]);

  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: a press anywhere in the menu leaves the caret in the text
    <div ref={menu} className="floating-at slash-menu" onMouseDown={(event) => event.preventDefault()}>
      {slash.commands.length === 0 && (
        <p className="slash-none" role="status">
          {words.nothingFound}
        </p>
      )}
      {/* It scrolls, so it can have the focus: who comes by keyboard gets there, though nobody needs to. */}
      <div
        ref={list}
        id={listId}
        role="listbox"
        aria-label={words.insertBlock}
        tabIndex={0}
        className="slash-list"
      >
        {slash.commands.map((command, index) => (
          // biome-ignore lint/a11y/useKeyWithClickEvents: the editor handles the keys; an option has no focus
          // biome-ignore lint/a11y/useFocusableInteractive: the text keeps the focus and points here
          <div
            key={command.id}
            id={optionId(command.id)}
            role="option"
            aria-selected={index === slash.selected}
            className="menu-item slash-option"
            onClick={() => editor.applySlash(command.id)}
          >
            <CommandIcon command={command} />
            {command.label}
            {command.keys !== undefined && (
              <span className="key" aria-hidden="true">
                {keyLabel(command.keys, isMac)}
              </span>
            )}
          </div>
        ))}
      </div>
    </div>
  );
}

function optionId(commandId: string): string {
  return `slash-${commandId}`;
}

/** The menu with all its rows, however many of them there is room for. */
function sizeOf(menu: HTMLElement, list: HTMLElement, tallest: number): MenuSize {
  const height = menu.offsetHeight - list.offsetHeight + list.scrollHeight;
  const option = list.querySelector<HTMLElement>("[role=option]");
  return {
    width: menu.offsetWidth,
    height,
    tallest: Math.max(tallest, height),
    row: option?.offsetHeight ?? height,
    inset: option?.offsetTop ?? 0,
  };
}

/** The window from the page's top to where a keyboard, and the toolbar on it, cover it. */
function sightBelow(page: HTMLElement): Box {
  const { visualViewport, innerWidth, innerHeight } = window;
  const { width, height } = visualViewport ?? { width: innerWidth, height: innerHeight };
  const toolbar = document.querySelector(".touch-tools")?.getBoundingClientRect();
  const { top } = page.getBoundingClientRect();
  return { left: 0, top, right: width, bottom: Math.min(height, toolbar?.top ?? height) };
}

/** Tells assistive technology that the text's keys move a choice in the list. */
function usePointsTo(text: HTMLElement, activeId: string | undefined): void {
  useEffect(() => {
    text.setAttribute("aria-autocomplete", "list");
    text.setAttribute("aria-controls", listId);
    return () => {
      for (const name of ["aria-autocomplete", "aria-controls"]) text.removeAttribute(name);
    };
  }, [text]);
  useEffect(() => {
    if (activeId === undefined) return;
    text.setAttribute("aria-activedescendant", activeId);
    return () => text.removeAttribute("aria-activedescendant");
  }, [text, activeId]);
}
