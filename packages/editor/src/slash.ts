import { type EditorState, Plugin, PluginKey, type Transaction } from "prosemirror-state";
import { ReplaceStep } from "prosemirror-transform";
import type { EditorView } from "prosemirror-view";
import { isParagraph } from "./blocks.ts";
import type { RunnableCommand } from "./commands/command.ts";
import { compose } from "./compose.ts";
import { isFromSharedDocument } from "./sync-state.ts";

/** The slash menu as data: whoever draws it shows these commands. */
export interface SlashMenu {
  /** Where the slash stands. */
  readonly from: number;
  /** Where the typed query ends. */
  readonly to: number;
  readonly query: string;
  readonly commands: readonly RunnableCommand[];
  /** The index of the command that Enter takes. */
  readonly selected: number;
}

const key = new PluginKey<SlashMenu | null>("slash");
const longestQuery = 24;

type Order = { readonly type: "close" } | { readonly type: "select"; readonly index: number };

/** Opens when `/` is typed at the start of a block or after a space, follows what is typed, closes when it means nothing. */
export function slashPlugin(commands: readonly RunnableCommand[]): Plugin<SlashMenu | null> {
  const offered = commands.filter((command) => command.in.includes("slash"));
  return new Plugin<SlashMenu | null>({
    key,
    state: {
      init: () => null,
      apply: (tr, before, _old, state) => next(tr, before, state, offered),
    },
    props: { handleKeyDown: pressed },
  });
}

/** The open menu, or null. */
export function slashMenu(state: EditorState): SlashMenu | null {
  return key.getState(state) ?? null;
}

/** Closes the menu and keeps what was typed. */
export function closeSlash(view: EditorView): void {
  if (slashMenu(view.state)) view.dispatch(order(view.state.tr, { type: "close" }));
}

/** Runs a command from the menu, in place of the typed slash and query. */
export function applySlash(view: EditorView, command: RunnableCommand): boolean {
  const menu = slashMenu(view.state);
  if (!menu) return false;
  const tr = order(view.state.tr.delete(menu.from, menu.to), { type: "close" });
  compose(view.state, tr, (state, dispatch) => command.run(state, dispatch));
  view.dispatch(tr.scrollIntoView());
  return true;
}

function next(
  tr: Transaction,
  before: SlashMenu | null,
  state: EditorState,
  offered: readonly RunnableCommand[],
): SlashMenu | null {
  const given = tr.getMeta(key) as Order | undefined;
  if (given?.type === "close") return null;
  if (given?.type === "select") return before && { ...before, selected: given.index };
  if (!tr.docChanged && !tr.selectionSet) return before;
  const from = before ? tr.mapping.map(before.from, -1) : openedAt(tr, state);
  if (from === null) return null;
  const query = queryFrom(state, from);
  if (query === null) return null;
  const commands = before?.query === query ? before.commands : search(offered, query, state);
  if (commands.length === 0 && /\s/.test(query)) return null;
  const selected = before?.query === query ? before.selected : 0;
  return { from, to: from + 1 + query.length, query, commands, selected };
}

/** Where a slash was just typed that means the menu; null for any other change. */
function openedAt(tr: Transaction, state: EditorState): number | null {
  const { $from, empty } = state.selection;
  if (isFromSharedDocument(tr) || !empty || !isParagraph($from.parent)) return null;
  const isTyped = tr.steps.some(
    (step) =>
      step instanceof ReplaceStep && step.slice.content.textBetween(0, step.slice.content.size).endsWith("/"),
  );
  const before = $from.parent.textBetween(0, $from.parentOffset, null, "\ufffc");
  const isInCode = $from.marks().some(({ type }) => type.spec.code);
  return isTyped && !isInCode && /(^|[\s\ufffc])\/$/.test(before) ? $from.pos - 1 : null;
}

/** What stands between the slash and the caret; null if the caret has left it. */
function queryFrom(
  { doc, selection: { $from, empty, from: caret } }: EditorState,
  from: number,
): string | null {
  if (!empty || caret <= from || from < $from.start() || !isParagraph($from.parent)) return null;
  const text = doc.textBetween(from, caret, null, "\ufffc");
  return text.startsWith("/") && text.length <= longestQuery && !text.includes("\ufffc")
    ? text.slice(1)
    : null;
}

/** The commands that fit the query: by the start of a word of their label first, then by other words for them. */
function search(
  offered: readonly RunnableCommand[],
  query: string,
  state: EditorState,
): readonly RunnableCommand[] {
  const wanted = query.trim().toLowerCase();
  const ranked = offered
    .filter((command) => command.isEnabled(state))
    .map((command) => ({ command, rank: rank(command, wanted) }))
    .filter((entry) => entry.rank < 3);
  return ranked.sort((a, b) => a.rank - b.rank).map(({ command }) => command);
}

function rank({ label, keywords = [] }: RunnableCommand, wanted: string): number {
  const name = label.toLowerCase();
  if (name.startsWith(wanted)) return 0;
  if (name.split(" ").some((word) => word.startsWith(wanted))) return 1;
  return keywords.some((word) => word.startsWith(wanted)) ? 2 : 3;
}

function pressed(view: EditorView, event: KeyboardEvent): boolean {
  const menu = slashMenu(view.state);
  if (!menu || view.composing || event.ctrlKey || event.metaKey || event.altKey) return false;
  const { commands, selected } = menu;
  const command = commands[selected];
  switch (event.key) {
    case "Escape":
      closeSlash(view);
      return true;
    case "ArrowDown":
    case "ArrowUp": {
      if (commands.length === 0) return false;
      const index = (selected + (event.key === "ArrowDown" ? 1 : -1) + commands.length) % commands.length;
      view.dispatch(order(view.state.tr, { type: "select", index }));
      return true;
    }
    case "Enter":
    case "Tab":
      return command !== undefined && !event.shiftKey && applySlash(view, command);
    default:
      return false;
  }
}

function order(tr: Transaction, given: Order): Transaction {
  return tr.setMeta(key, given);
}
