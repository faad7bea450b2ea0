import type { EditorState, Transaction } from "prosemirror-state";
import type { Block } from "./blocks.ts";

/** Typed text that means formatting. The text is already in the document; `apply` puts the formatting in its place. */
export interface AutoformatRule {
  /** Tried on the block's text before the caret. */
  readonly match: RegExp;
  /** The change, or null where the text is meant as it stands. */
  apply(state: EditorState, match: RegExpExecArray, block: Block): Transaction | null;
  /** Fetches what it needs to say: the rule is tried again if that comes. Null once it is here. */
  fetch?(): Promise<boolean> | null;
}
