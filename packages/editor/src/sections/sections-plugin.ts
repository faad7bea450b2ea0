import { type EditorState, Plugin, PluginKey, type Transaction } from "prosemirror-state";
import { Decoration, DecorationSet, type EditorView } from "prosemirror-view";
import { headingAbove } from "./section.ts";

/** The sections that this reader has folded away, in a state. Replaced, never changed. */
export interface SectionFolds {
  readonly decorations: DecorationSet;
  /** As it is after a transaction; null where nothing is folded any more. */
  apply(tr: Transaction): SectionFolds | null;
  /** The heading that a place is folded away under, the outermost; the place itself where it is shown. */
  shownFor(pos: number): number;
  /** With the place shown. */
  openedAt(pos: number): SectionFolds;
  /** Whether a key means something else while these are folded: it is done then. */
  takesKey(view: EditorView, event: KeyboardEvent): boolean;
}

const key = new PluginKey<SectionFolds | null>("sections");

/** Keeps what is folded along with the text, and shows the sign of the heading that the caret is in. What folds is fetched when it is first wanted. */
export function sectionsPlugins(): readonly Plugin[] {
  const folds = new Plugin<SectionFolds | null>({
    key,
    state: {
      init: () => null,
      apply: (tr, before) => {
        const given = tr.getMeta(key) as SectionFolds | null | undefined;
        return (given === undefined ? before : given)?.apply(tr) ?? null;
      },
    },
    props: {
      decorations: (state) => key.getState(state)?.decorations,
      handleKeyDown: (view, event) => key.getState(view.state)?.takesKey(view, event),
    },
  });
  return [folds, new Plugin({ props: { decorations: caretsHeading } })];
}

/** What is folded in a state, or null. */
export function foldsIn(state: EditorState): SectionFolds | null {
  return key.getState(state) ?? null;
}

/** Has the transaction go on with these folded. */
export function setFolds(tr: Transaction, folds: SectionFolds | null): Transaction {
  return tr.setMeta(key, folds);
}

/** Unfolds what a place is folded away in. */
export function openSectionsAt(view: EditorView, pos: number): void {
  const folds = foldsIn(view.state);
  if (folds && folds.shownFor(pos) !== pos) view.dispatch(setFolds(view.state.tr, folds.openedAt(pos)));
}

function caretsHeading({ doc, selection: { $head } }: EditorState): DecorationSet | null {
  if ($head.depth === 0 || $head.parent.attrs.kind !== "heading" || headingAbove($head) !== $head.before())
    return null;
  return DecorationSet.create(doc, [
    Decoration.node($head.before(), $head.after(), { class: "quire-at-caret" }),
  ]);
}
