import { type EditorState, Plugin, PluginKey, type Transaction } from "prosemirror-state";
import { Decoration, DecorationSet } from "prosemirror-view";

/** Blocks that a hand carries: from the first to behind the last, all of one flow. */
export interface Carried {
  readonly from: number;
  readonly to: number;
}

const key = new PluginKey<Carried | null>("carried blocks");

/** Knows where the blocks are that are carried, whatever others write meanwhile; those that somebody takes away are let go. */
export function carriedBlocksPlugin(): Plugin<Carried | null> {
  return new Plugin<Carried | null>({
    key,
    state: {
      init: () => null,
      apply(tr, before) {
        const given = tr.getMeta(key) as Carried | null | undefined;
        const carried = given === undefined ? before : given;
        if (!carried || !tr.docChanged || given) return carried;
        const from = tr.mapping.map(carried.from, 1);
        const to = tr.mapping.map(carried.to, -1);
        return from < to ? { from, to } : null;
      },
    },
    props: { decorations: (state) => drawn(state) },
  });
}

/** What is carried now. */
export function carriedIn(state: EditorState): Carried | null {
  return key.getState(state) ?? null;
}

/** Takes blocks up, or lets them go. */
export function carry(tr: Transaction, carried: Carried | null): Transaction {
  return tr.setMeta(key, carried);
}

function drawn(state: EditorState): DecorationSet | null {
  const carried = carriedIn(state);
  if (!carried) return null;
  const marks: Decoration[] = [];
  const $from = state.doc.resolve(carried.from);
  let pos = carried.from;
  for (let index = $from.index(); pos < carried.to && index < $from.parent.childCount; index++) {
    const end = pos + $from.parent.child(index).nodeSize;
    marks.push(Decoration.node(pos, end, { class: "quire-carried" }));
    pos = end;
  }
  return DecorationSet.create(state.doc, marks);
}
