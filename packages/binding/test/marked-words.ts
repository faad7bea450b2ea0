import { type EditorState, Plugin, PluginKey } from "prosemirror-state";
import { Decoration, DecorationSet } from "prosemirror-view";

const key = new PluginKey<DecorationSet>("marked-words");

/** Marks the words in capitals of the first document, and lets ProseMirror carry the marks through what happens to it. */
export function markedWords(): Plugin<DecorationSet> {
  return new Plugin<DecorationSet>({
    key,
    state: {
      init: (_, { doc }) => {
        const words: Decoration[] = [];
        doc.descendants((node, pos) => {
          for (const found of node.text?.matchAll(/[A-Z]{3,}/g) ?? []) {
            const from = pos + found.index;
            words.push(Decoration.inline(from, from + found[0].length, {}, { word: found[0] }));
          }
        });
        return DecorationSet.create(doc, words);
      },
      apply: (tr, marked) => marked.map(tr.mapping, tr.doc),
    },
  });
}

/** A marked word and what the mark covers now. */
export interface Marked {
  readonly word: string;
  readonly from: number;
  readonly to: number;
}

/** What is marked, in order. */
export function marked(state: EditorState): readonly Marked[] {
  const found = key.getState(state)?.find() ?? [];
  return found.map(({ from, to, spec }) => ({ word: spec.word as string, from, to }));
}
