import { Dialog } from "@base-ui/react/dialog";
import { type KeyboardEvent, type ReactNode, type RefObject, useEffect, useRef, useState } from "react";
import { keyLabel } from "../key-label.ts";
import { isMacPlatform } from "../mac-platform.ts";
import { type Named, search } from "../palette-search.ts";
import type { ToolWords } from "../words/en-tools.ts";

/** Something that the palette offers. */
export interface PaletteItem extends Named {
  readonly id: string;
  /** The heading that it stands below. */
  readonly section: string;
  readonly icon: ReactNode;
  readonly keys?: string;
  /** Shown only to who has typed something. */
  readonly isMore?: boolean;
  readonly run: () => void;
}

/** What it says by itself. */
type PaletteWords = Pick<ToolWords["palette"], "title" | "hint" | "nothing" | "results">;

interface PaletteProps {
  readonly words: PaletteWords;
  /** In the order of their sections. */
  readonly items: readonly PaletteItem[];
  readonly isOpen: boolean;
  readonly onClose: () => void;
  /** Somebody searches: told when that begins, and when it ends. */
  readonly onSearching: (isSearching: boolean) => void;
  /** What has the focus again afterwards, where that is not what had it before. */
  readonly returnTo?: RefObject<HTMLElement | null>;
}

const listId = "palette-list";

/** Every command and every document by its name. What is chosen runs when the palette is gone. */
export function Palette({ words, items, isOpen, onClose, onSearching, returnTo }: PaletteProps) {
  const chosen = useRef<PaletteItem | null>(null);
  return (
    <Dialog.Root
      open={isOpen}
      onOpenChange={(open) => open || onClose()}
      onOpenChangeComplete={(open) => {
        const item = chosen.current;
        chosen.current = null;
        if (!open) item?.run();
      }}
    >
      <Dialog.Portal>
        <Dialog.Backdrop className="scrim" />
        <Dialog.Popup className="dialog palette" {...(returnTo && { finalFocus: returnTo })}>
          <Dialog.Title className="visually-hidden">{words.title}</Dialog.Title>
          <PaletteSearch
            words={words}
            items={items}
            onSearching={onSearching}
            onChoose={(item) => {
              chosen.current = item;
              onClose();
            }}
          />
        </Dialog.Popup>
      </Dialog.Portal>
    </Dialog.Root>
  );
}

interface SearchProps {
  readonly words: PaletteWords;
  readonly items: readonly PaletteItem[];
  readonly onSearching: (isSearching: boolean) => void;
  readonly onChoose: (item: PaletteItem) => void;
}

function PaletteSearch({ words, items, onSearching, onChoose }: SearchProps) {
  const list = useRef<HTMLDivElement>(null);
  const [query, setQuery] = useState("");
  const [selected, setSelected] = useState(0);
  const isBegun = query.trim() !== "";
  const found = bySection(search(isBegun ? items : items.filter(({ isMore }) => !isMore), query));
  const index = Math.min(selected, found.length - 1);
  const active = found[index];

  useEffect(() => {
    onSearching(isBegun);
    return () => onSearching(false);
  }, [onSearching, isBegun]);
  useEffect(() => {
    list.current?.querySelector("[aria-selected=true]")?.scrollIntoView({ block: "nearest" });
  }, [active?.id]);

  function pressed(event: KeyboardEvent) {
    if (event.nativeEvent.isComposing) return;
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (step !== undefined && found.length > 0) {
      event.preventDefault();
      setSelected((index + step + found.length) % found.length);
    } else if (event.key === "Enter" && active !== undefined) {
      event.preventDefault();
      onChoose(active);
    }
  }

  return (
    <>
      <input
        className="palette-field"
        role="combobox"
        aria-expanded="true"
        aria-controls={listId}
        aria-autocomplete="list"
        aria-activedescendant={active && optionId(active)}
        aria-label={words.hint}
        placeholder={words.hint}
        type="text"
        autoComplete="off"
        autoCapitalize="off"
        spellCheck={false}
        value={query}
        onInput={({ currentTarget }) => {
          setQuery(currentTarget.value);
          setSelected(0);
        }}
        onKeyDown={pressed}
      />
      <p className="visually-hidden" aria-live="polite">
        {found.length === 0 ? words.nothing : words.results(found.length)}
      </p>
      {found.length === 0 && <p className="palette-none">{words.nothing}</p>}
      <div
        ref={list}
        id={listId}
        role="listbox"
        aria-label={words.title}
        tabIndex={-1}
        className="palette-list"
      >
        {sections(found).map(({ name, items: inside }) => (
          // biome-ignore lint/a11y/useSemanticElements: a part of a list box, not of a form
          <div key={name} role="group" aria-label={name}>
            <div className="menu-label" aria-hidden="true">
              {name}
            </div>
            {inside.map((item) => (
              <Option key={item.id} item={item} isSelected={item === active} onChoose={onChoose} />
            ))}
          </div>
        ))}
      </div>
    </>
  );
}

interface OptionProps {
  readonly item: PaletteItem;
  readonly isSelected: boolean;
  readonly onChoose: (item: PaletteItem) => void;
}

function Option({ item, isSelected, onChoose }: OptionProps) {
  return (
    // biome-ignore lint/a11y/useKeyWithClickEvents: the field handles the keys; an option has no focus
    // biome-ignore lint/a11y/useFocusableInteractive: the field keeps the focus and points here
    <div
      id={optionId(item)}
      role="option"
      aria-selected={isSelected}
      className="menu-item palette-option"
      onMouseDown={(event) => event.preventDefault()}
      onClick={() => onChoose(item)}
    >
      {item.icon}
      <span className="palette-label">{item.label}</span>
      {item.keys !== undefined && (
        <span className="key" aria-hidden="true">
          {keyLabel(item.keys, isMacPlatform(navigator.platform))}
        </span>
      )}
    </div>
  );
}

function optionId({ id }: PaletteItem): string {
  return `palette-${id}`;
}

/** The best first, and with it the others of its section. */
function bySection(items: readonly PaletteItem[]): readonly PaletteItem[] {
  return sections(items).flatMap((section) => section.items);
}

function sections(
  items: readonly PaletteItem[],
): readonly { readonly name: string; readonly items: readonly PaletteItem[] }[] {
  const names = [...new Set(items.map(({ section }) => section))];
  return names.map((name) => ({ name, items: items.filter(({ section }) => section === name) }));
}
