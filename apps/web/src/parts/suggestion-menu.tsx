import type { Editor, SuggestionsSnapshot } from "@quire/editor";
import { type RefObject, useCallback, useEffect, useRef } from "react";
import { useEditingWords } from "../editing-words.ts";
import { type Box, type MenuSize, placeMenu } from "../floating.ts";
import { keyLabel } from "../key-label.ts";
import { isMacPlatform } from "../mac-platform.ts";
import { useFloating } from "../use-floating.ts";
import { CommandIcon } from "./command-icon.tsx";

interface SuggestionMenuProps {
  readonly editor: Editor;
  readonly suggestions: SuggestionsSnapshot;
  /** What the text scrolls in. */
  readonly page: RefObject<HTMLElement | null>;
}

const listId = "suggestions";

/** What is offered for a typed sign. The focus stays in the text: the editor moves the choice, this shows it. */
export function SuggestionMenu({ editor, suggestions, page }: SuggestionMenuProps) {
  const words = useEditingWords();
  const menu = useRef<HTMLDivElement>(null);
  const list = useRef<HTMLDivElement>(null);
  const tallest = useRef(0);
  const isMac = isMacPlatform(navigator.platform);
  const { items, isSearching } = suggestions;
  const selected = items[suggestions.selected];
  const { label, nothing } = words.suggestions(suggestions.sign);

  const place = useCallback(
    (floating: HTMLElement) => {
      const caret = editor.suggestionsRect();
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
    <div
      ref={menu}
      className="floating-at suggestions"
      hidden={items.length === 0 && (isSearching || nothing === null)}
      onMouseDown={(event) => event.preventDefault()}
    >
      {items.length === 0 && (
        <p className="suggestions-none" role="status">
          {nothing}
        </p>
      )}
      {/* It scrolls, so it can have the focus: who comes by keyboard gets there, though nobody needs to. */}
      <div ref={list} id={listId} role="listbox" aria-label={label} tabIndex={0} className="suggestions-list">
        {items.map((item, index) => (
          // biome-ignore lint/a11y/useKeyWithClickEvents: the editor handles the keys; an option has no focus
          // biome-ignore lint/a11y/useFocusableInteractive: the text keeps the focus and points here
          <div
            key={item.id}
            id={optionId(item.id)}
            role="option"
            aria-selected={index === suggestions.selected}
            className="menu-item suggestion"
            onClick={() => editor.applySuggestion(item.id)}
          >
            <CommandIcon command={item} />
            {item.label}
            {item.detail !== undefined && <span className="suggestion-detail">{item.detail}</span>}
            {item.keys !== undefined && (
              <span className="key" aria-hidden="true">
                {keyLabel(item.keys, isMac)}
              </span>
            )}
          </div>
        ))}
      </div>
    </div>
  );
}

function optionId(id: string): string {
  return `suggestion-${id}`;
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
