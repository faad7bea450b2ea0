import type { Hue } from "@quire/schema";
import { type EditorState, Plugin, PluginKey, type Transaction } from "prosemirror-state";

/** The hues that were taken last in this editor: what a key, or a press on a button, gives the next words. */
export interface Pens {
  readonly highlight: Hue;
  readonly color: Hue;
}

const key = new PluginKey<Pens>("pens");
const first: Pens = { highlight: "yellow", color: "red" };

/** Remembers the pens. */
export function pensPlugin(): Plugin<Pens> {
  return new Plugin<Pens>({
    key,
    state: {
      init: () => first,
      apply(tr, before) {
        const taken = tr.getMeta(key) as Partial<Pens> | undefined;
        return taken ? { ...before, ...taken } : before;
      },
    },
  });
}

/** The pens of now. */
export function pensOf(state: EditorState): Pens {
  return key.getState(state) ?? first;
}

/** Takes another pen, with this change. */
export function takePen(tr: Transaction, name: keyof Pens, hue: Hue): Transaction {
  return tr.setMeta(key, { [name]: hue });
}
