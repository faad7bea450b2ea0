import { type EditorState, Plugin, PluginKey, type Transaction } from "prosemirror-state";
import type { DecorationSet } from "prosemirror-view";

/** What is looked for in a state, and what was found. Replaced, never changed. */
export interface Finding {
  readonly decorations: DecorationSet;
  /** As it is after a transaction. */
  apply(tr: Transaction): Finding;
}

const key = new PluginKey<Finding | null>("find");

/** Keeps what is found along with the text. What finds is fetched when it is first asked for; until then this costs nothing. */
export function findPlugin(): Plugin<Finding | null> {
  return new Plugin<Finding | null>({
    key,
    state: {
      init: () => null,
      apply: (tr, before) => {
        const given = tr.getMeta(key) as Finding | null | undefined;
        return (given === undefined ? before : given)?.apply(tr) ?? null;
      },
    },
    props: { decorations: (state) => key.getState(state)?.decorations },
  });
}

/** What is looked for now, or null. */
export function findingIn(state: EditorState): Finding | null {
  return key.getState(state) ?? null;
}

/** Has the transaction go on from another finding, or from none. */
export function setFinding(tr: Transaction, finding: Finding | null): Transaction {
  return tr.setMeta(key, finding);
}
