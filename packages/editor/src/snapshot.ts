import type { Hue } from "@quire/schema";
import { AllSelection, NodeSelection, type Selection } from "prosemirror-state";
import type { EditorView } from "prosemirror-view";
import { caretBlock, isCode } from "./blocks.ts";
import { huesAt } from "./commands/colors.ts";
import { commands } from "./commands/commands.ts";
import { linkAt } from "./commands/text.ts";
import { type Pens, pensOf } from "./pens.ts";
import type { Suggestion } from "./suggestions/suggestion.ts";
import { suggestionMenu } from "./suggestions/suggestions.ts";

/** What a toolbar or menu around the editor needs to know. The same object until something in it changed. */
export interface EditorSnapshot {
  /** The ids of the commands that hold at the selection, such as `bold`. */
  readonly active: ReadonlySet<string>;
  /** The ids of the commands that would do something now. */
  readonly enabled: ReadonlySet<string>;
  readonly selection: { readonly isEmpty: boolean; readonly isText: boolean };
  readonly suggestions: SuggestionsSnapshot | null;
  readonly words: number;
  readonly hasFocus: boolean;
  /** The language of the code block that the caret is in. */
  readonly language: string | null;
  readonly link: { readonly href: string } | null;
  /** The hues of the highlight and of the text at the selection. */
  readonly hues: { readonly [Name in keyof Pens]: Hue | null };
  /** The hues that were taken last. */
  readonly pens: Pens;
}

/** What is offered for what is being typed. */
export interface SuggestionsSnapshot {
  /** What opened it: `/` offers blocks, `@` days and people, `[[` documents, `:` emoji. */
  readonly sign: string;
  readonly query: string;
  readonly items: readonly Suggestion[];
  /** The index of the item that Enter takes. */
  readonly selected: number;
  /** More may come: nobody knows yet that there is nothing. */
  readonly isSearching: boolean;
}

/** The snapshot of now; the one before if nothing in it changed, and its parts where they did not. */
export function takeSnapshot(
  view: EditorView,
  countWords: (doc: EditorView["state"]["doc"]) => number,
  before?: EditorSnapshot,
): EditorSnapshot {
  const { state } = view;
  const { selection } = state;
  const menu = suggestionMenu(state);
  const link = linkAt(state);
  const block = caretBlock(state);
  const language: unknown = block && isCode(block.node) ? block.node.attrs.language : null;
  const now: EditorSnapshot = {
    active: keep(
      before?.active,
      ids((command) => command.isActive(state)),
      isSameSet,
    ),
    enabled: keep(
      before?.enabled,
      ids((command) => view.editable && command.isEnabled(state)),
      isSameSet,
    ),
    selection: keep(before?.selection, { isEmpty: selection.empty, isText: isText(selection) }, isSameObject),
    suggestions: keep(
      before?.suggestions,
      menu && {
        sign: menu.source.sign,
        query: menu.query,
        items: menu.items,
        selected: menu.selected,
        isSearching: menu.awaited !== null,
      },
      isSameObject,
    ),
    words: countWords(state.doc),
    hasFocus: view.hasFocus(),
    language: typeof language === "string" ? language : null,
    link: keep(before?.link, link && { href: link.href }, isSameObject),
    hues: keep(before?.hues, huesAt(state), isSameObject),
    pens: pensOf(state),
  };
  return keep(before, now, isSameObject);
}

/** Text, or everything; not a block, or something in a line, that is selected as a thing. */
function isText(selection: Selection): boolean {
  if (selection instanceof NodeSelection) return false;
  return selection.$from.parent.inlineContent || selection instanceof AllSelection;
}

function ids(test: (command: (typeof commands)[number]) => boolean): ReadonlySet<string> {
  return new Set(commands.filter(test).map(({ id }) => id));
}

function keep<Value>(before: Value | undefined, now: Value, isSame: (a: Value, b: Value) => boolean): Value {
  return before !== undefined && isSame(before, now) ? before : now;
}

function isSameSet(a: ReadonlySet<string>, b: ReadonlySet<string>): boolean {
  return a.size === b.size && [...a].every((id) => b.has(id));
}

/** Both null, or the same values under the same names. */
function isSameObject(a: object | null, b: object | null): boolean {
  if (a === null || b === null) return a === b;
  const values = new Map(Object.entries(b));
  return Object.entries(a).every(([name, value]) => values.get(name) === value);
}
