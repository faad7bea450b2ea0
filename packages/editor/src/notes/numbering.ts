import type { Node } from "prosemirror-model";
import { Plugin, type Transaction } from "prosemirror-state";
import { Decoration, DecorationSet } from "prosemirror-view";
import { changedBlocks } from "../changed-blocks.ts";
import type { EditorWords } from "../words.ts";
import { createNotePlaces, numbersOf } from "./note-places.ts";

/** Shows the numbers of footnotes, at their signs and before the notes. A key elsewhere costs nothing. */
export function numberingPlugin(words: EditorWords): Plugin<DecorationSet> {
  const placesIn = createNotePlaces();
  const draw = (doc: Node) => DecorationSet.create(doc, decorations(placesIn(doc), words));
  const next = (tr: Transaction, before: DecorationSet) => {
    if (!tr.docChanged) return before;
    const { from, to, oldTo } = changedBlocks(tr.before, tr.doc);
    const isTouched = placesIn(tr.doc, from, to).length + placesIn(tr.before, from, oldTo).length > 0;
    return isTouched ? draw(tr.doc) : before.map(tr.mapping, tr.doc);
  };
  const plugin: Plugin<DecorationSet> = new Plugin<DecorationSet>({
    state: { init: (_config, { doc }) => draw(doc), apply: next },
    props: { decorations: (state) => plugin.getState(state) },
  });
  return plugin;
}

function decorations(
  places: ReturnType<ReturnType<typeof createNotePlaces>>,
  words: EditorWords,
): Decoration[] {
  const numbers = numbersOf(places);
  const begun = new Set<string>();
  return places.map(({ type, name, pos, size }) => {
    const number = String(numbers.get(name) ?? "?");
    if (type === "sign") {
      const attributes = { role: "doc-noteref", "aria-label": `${words.footnote} ${number}` };
      return Decoration.node(pos, pos + size, { "data-number": number, ...attributes });
    }
    const isFirst = !begun.has(name);
    begun.add(name);
    return Decoration.node(
      pos,
      pos + size,
      isFirst ? { "data-number": number } : { class: "quire-note-more" },
    );
  });
}
