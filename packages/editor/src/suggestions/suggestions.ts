import { type EditorState, Plugin, PluginKey, type Transaction } from "prosemirror-state";
import { ReplaceStep } from "prosemirror-transform";
import type { EditorView } from "prosemirror-view";
import { isParagraph } from "../blocks.ts";
import { compose } from "../compose.ts";
import { isFromSharedDocument } from "../sync-state.ts";
import { fitting, type RunnableSuggestion, type SuggestionSource } from "./suggestion.ts";

/** The open menu as data. */
export interface SuggestionMenu {
  readonly source: SuggestionSource;
  /** Where the sign stands. */
  readonly from: number;
  /** Where the typed query ends. */
  readonly to: number;
  readonly query: string;
  readonly items: readonly RunnableSuggestion[];
  /** What is awaited for this query: until then the items are those of the one before that fit. */
  readonly awaited: Promise<readonly RunnableSuggestion[]> | null;
  /** The index of the item that Enter takes. */
  readonly selected: number;
}

const key = new PluginKey<SuggestionMenu | null>("suggestions");

type Order =
  | { readonly type: "close" }
  | { readonly type: "select"; readonly index: number }
  | { readonly type: "found"; readonly items: readonly RunnableSuggestion[] };

/** Opens when a sign is typed where it means something, follows what is typed, closes when that means nothing. */
export function suggestionsPlugin(sources: readonly SuggestionSource[]): Plugin<SuggestionMenu | null> {
  return new Plugin<SuggestionMenu | null>({
    key,
    state: {
      init: () => null,
      apply: (tr, before, _old, state) => next(tr, before, state, sources),
    },
    view: () => {
      let asked: SuggestionMenu["awaited"] = null;
      return {
        update(view) {
          const awaited = suggestionMenu(view.state)?.awaited ?? null;
          if (awaited !== null && awaited !== asked) void show(view, awaited);
          asked = awaited;
        },
      };
    },
    props: { handleKeyDown: pressed },
  });
}

/** The open menu, or null. */
export function suggestionMenu(state: EditorState): SuggestionMenu | null {
  return key.getState(state) ?? null;
}

/** Closes the menu and keeps what was typed. */
export function closeSuggestions(view: EditorView): void {
  if (suggestionMenu(view.state)) view.dispatch(order(view.state.tr, { type: "close" }));
}

/** Does what the menu offers under this name, in place of the typed sign and query. */
export function applySuggestion(view: EditorView, id: string): boolean {
  const menu = suggestionMenu(view.state);
  const item = menu?.items.find((each) => each.id === id);
  if (!menu || !item) return false;
  const tr = order(view.state.tr.delete(menu.from, menu.to), { type: "close" });
  const isDone = compose(view.state, tr, (state, dispatch) => item.run(state, dispatch));
  view.dispatch(tr.scrollIntoView());
  if (!isDone) item.run(view.state, view.dispatch, view); // it asks for something in the page
  return true;
}

async function show(view: EditorView, awaited: Promise<readonly RunnableSuggestion[]>): Promise<void> {
  const items = await awaited;
  if (!view.isDestroyed && suggestionMenu(view.state)?.awaited === awaited)
    view.dispatch(order(view.state.tr, { type: "found", items }));
}

function next(
  tr: Transaction,
  before: SuggestionMenu | null,
  state: EditorState,
  sources: readonly SuggestionSource[],
): SuggestionMenu | null {
  const given = tr.getMeta(key) as Order | undefined;
  if (given) return obeyed(given, before);
  if (!tr.docChanged && !tr.selectionSet) return before;
  const source = before?.source ?? openedBy(tr, state, sources);
  if (!source) return null;
  const from = before ? tr.mapping.map(before.from, -1) : signBefore(state, source);
  const query = queryFrom(state, source, from);
  if (query === null) return null;
  const to = from + source.sign.length + query.length;
  if (before?.query === query) return { ...before, from, to };
  const found = source.find(query, state);
  const isHere = !(found instanceof Promise);
  const awaited = isHere ? null : found;
  const items = fitting(isHere ? found : (before?.items ?? []), query);
  return unlessMeant({ source, from, to, query, items, awaited, selected: 0 });
}

function obeyed(given: Order, menu: SuggestionMenu | null): SuggestionMenu | null {
  switch (given.type) {
    case "close":
      return null;
    case "select":
      return menu && { ...menu, selected: given.index };
    case "found":
      return (
        menu && unlessMeant({ ...menu, items: fitting(given.items, menu.query), awaited: null, selected: 0 })
      );
    default:
      return given satisfies never;
  }
}

/** Words that name nothing are meant as they stand. */
function unlessMeant(menu: SuggestionMenu): SuggestionMenu | null {
  return menu.items.length === 0 && menu.awaited === null && /\s/.test(menu.query) ? null : menu;
}

/** The source whose sign was just typed where it means it; undefined for any other change. */
function openedBy(
  tr: Transaction,
  state: EditorState,
  sources: readonly SuggestionSource[],
): SuggestionSource | undefined {
  const { $from, empty } = state.selection;
  if (isFromSharedDocument(tr) || !empty || !isParagraph($from.parent)) return undefined;
  if ($from.marks().some(({ type }) => type.spec.code)) return undefined;
  const before = textBefore(state);
  const source = sources.find(({ opens }) => opens.test(before));
  const last = before.at(-1) ?? "";
  const isTyped = tr.steps.some(
    (step) =>
      step instanceof ReplaceStep &&
      step.slice.content.textBetween(0, step.slice.content.size).endsWith(last),
  );
  return isTyped ? source : undefined;
}

/** Where the last sign before the caret stands. */
function signBefore(state: EditorState, { sign }: SuggestionSource): number {
  const before = textBefore(state);
  return state.selection.from - (before.length - before.lastIndexOf(sign));
}

function textBefore({ selection: { $from } }: EditorState): string {
  return $from.parent.textBetween(0, $from.parentOffset, null, "\ufffc");
}

/** What stands between the sign and the caret; null if the caret has left it. */
function queryFrom(
  { doc, selection: { $from, empty, from: caret } }: EditorState,
  { sign, longest }: SuggestionSource,
  from: number,
): string | null {
  if (!empty || caret <= from || from < $from.start() || !isParagraph($from.parent)) return null;
  const text = doc.textBetween(from, caret, null, "\ufffc");
  return text.startsWith(sign) && text.length <= sign.length + longest && !text.includes("\ufffc")
    ? text.slice(sign.length)
    : null;
}

function pressed(view: EditorView, event: KeyboardEvent): boolean {
  const menu = suggestionMenu(view.state);
  if (!menu || view.composing || event.ctrlKey || event.metaKey || event.altKey) return false;
  const { items, selected } = menu;
  const item = items[selected];
  switch (event.key) {
    case "Escape":
      closeSuggestions(view);
      return true;
    case "ArrowDown":
    case "ArrowUp": {
      if (items.length === 0) return false;
      const index = (selected + (event.key === "ArrowDown" ? 1 : -1) + items.length) % items.length;
      view.dispatch(order(view.state.tr, { type: "select", index }));
      return true;
    }
    case "Enter":
    case "Tab":
      return item !== undefined && !event.shiftKey && applySuggestion(view, item.id);
    default:
      return false;
  }
}

function order(tr: Transaction, given: Order): Transaction {
  return tr.setMeta(key, given);
}
