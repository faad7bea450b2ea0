import type { EditorState, Transaction } from "prosemirror-state";
import type { EditorView } from "prosemirror-view";

/** Something that a person can do to the text: what toolbars, menus and shortcut lists are made from. */
export interface EditorCommand {
  readonly id: string;
  readonly label: string;
  readonly group: "text" | "block" | "insert" | "history";
  /** The key that does it, as prosemirror-keymap names it: `Mod-b`. */
  readonly keys?: string;
  /** The name of a Lucide icon. */
  readonly icon: string;
  /** Where it is offered: in toolbars, in the slash menu, in the menu of a block. */
  readonly in: readonly ("toolbar" | "slash" | "block")[];
  /** Other words that people look for it with. */
  readonly keywords?: readonly string[];
}

/** A command with what it does. */
export interface RunnableCommand extends EditorCommand {
  isActive(state: EditorState): boolean;
  isEnabled(state: EditorState): boolean;
  run(state: EditorState, dispatch?: Dispatch, view?: EditorView, argument?: unknown): boolean;
}

/** Takes the transaction that a command made. */
export type Dispatch = (tr: Transaction) => void;
