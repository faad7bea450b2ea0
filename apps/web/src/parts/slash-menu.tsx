import type { Editor, SlashSnapshot } from "@quire/editor";
import { useCallback, useEffect, useRef } from "react";
import { useWords } from "../app-context.ts";
import { placeMenu } from "../floating.ts";
import { isMacPlatform, keyLabel } from "../key-label.ts";
import { useFloating } from "../use-floating.ts";
import { CommandIcon } from "./command-icon.tsx";

interface SlashMenuProps {
  readonly editor: Editor;
  readonly slash: SlashSnapshot;
}

const listId = "slash-menu";

/** The blocks that `/` offers. The focus stays in the text: the editor moves the choice, this shows it. */
export function SlashMenu({ editor, slash }: SlashMenuProps) {
  const { editor: words } = useWords();
  const list = useRef<HTMLDivElement>(null);
  const isMac = isMacPlatform(navigator.platform);
  const selected = slash.commands[slash.selected];

  const place = useCallback(
    (menu: HTMLElement) => {
      const caret = editor.slashRect();
      const size = { width: menu.offsetWidth, height: menu.offsetHeight };
      return caret === null ? null : placeMenu(caret, size, visibleWindow());
    },
    [editor],
  );
  useFloating(list, editor, place);
  usePointsTo(editor.view.dom, selected === undefined ? undefined : optionId(selected.id));
  useEffect(() => {
    list.current?.querySelector("[aria-selected=true]")?.scrollIntoView({ block: "nearest" });
  }, [selected]);

  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: a press anywhere in the menu leaves the caret in the text
    <div ref={list} className="floating-at slash-menu" onMouseDown={(event) => event.preventDefault()}>
      {slash.commands.length === 0 && (
        <p className="slash-none" role="status">
          {words.nothingFound}
        </p>
      )}
      {/* It scrolls, so it can have the focus: who comes by keyboard gets there, though nobody needs to. */}
      <div id={listId} role="listbox" aria-label={words.insertBlock} tabIndex={0} className="slash-list">
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

/** The part of the window that no keyboard covers. */
function visibleWindow() {
  const { visualViewport, innerWidth, innerHeight } = window;
  return visualViewport === null ? { width: innerWidth, height: innerHeight } : visualViewport;
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
