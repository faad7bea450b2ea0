import { type EditorState, Selection, type Transaction } from "prosemirror-state";
import type { DecorationSet, EditorView } from "prosemirror-view";
import type { Awareness } from "y-protocols/awareness";
import { type CaretFlags, createCaretFlags } from "./caret-flags.ts";
import { drawCarets, redrawCarets } from "./carets-drawing.ts";
import { type Carets, followCarets, readCarets } from "./carets-state.ts";
import { readCursor } from "./remote-person.ts";

/** Others' carets, where they are and as they are drawn. */
export interface ShownCarets {
  readonly carets: Carets;
  readonly drawn: DecorationSet;
  /** The elements that they are drawn as. */
  readonly flags: CaretFlags;
}

/** What shows others' carets in one view. */
export interface CaretsShow {
  /** All of them, as they are said to be now. */
  init(state: EditorState): ShownCarets;
  /** The same after a transaction, which may tell that somebody has moved. */
  apply(
    before: ShownCarets,
    tr: Transaction,
    state: EditorState,
    heard: readonly number[] | undefined,
  ): ShownCarets;
  /** Those of whom something was said that may change what is shown. */
  whoMoved(before: ShownCarets | null, ids: readonly number[]): readonly number[];
  /** Raises the flags of those who moved or typed, and lets each whose line may have changed look for its side anew. */
  update(before: ShownCarets | null, now: ShownCarets | null, text: HTMLElement): void;
  /** Lines are broken elsewhere. */
  arrange(now: ShownCarets | null, text: HTMLElement): void;
  /** A click on somebody's caret, which is a little wider than it looks, goes to where it stands. */
  clickThrough(view: EditorView, event: MouseEvent): boolean;
  close(): void;
}

/** Nothing in an awareness state is believed: see `readPerson` and `readRelativePosition`. */
export function createCaretsShow(awareness: Awareness, flagMs: number): CaretsShow {
  const flags = createCaretFlags(flagMs);
  return {
    init(state) {
      const carets = readCarets(new Map(), [...awareness.getStates().keys()], awareness, state);
      return { carets, drawn: drawCarets(state.doc, carets, flags), flags };
    },
    apply(before, tr, state, heard) {
      if (!tr.docChanged && !heard) return before;
      const moved = tr.docChanged ? followCarets(before.carets, tr, state) : before.carets;
      const carets = heard ? readCarets(moved, heard, awareness, state) : moved;
      return { carets, drawn: redrawCarets(before, carets, tr, flags), flags };
    },
    whoMoved(before, ids) {
      // Most of a crowd only reads: what they say changes nothing here.
      const hasCaret = (id: number) =>
        before?.carets.has(id) || readCursor(awareness.getStates().get(id)) !== null;
      return ids.filter((id) => id !== awareness.clientID && hasCaret(id));
    },
    update(before, now, text) {
      if (now && before?.carets !== now.carets) raise(before?.carets, now.carets, text, flags);
    },
    arrange(now, text) {
      for (const id of now?.carets.keys() ?? []) flags.arrange(id, text);
    },
    clickThrough,
    close: () => flags.close(),
  };
}

function raise(before: Carets | undefined, now: Carets, text: HTMLElement, flags: CaretFlags): void {
  for (const [id, caret] of now) {
    const old = before?.get(id);
    if (caret.moves !== (old?.moves ?? 0)) flags.raise(id);
    if (caret.lines !== old?.lines) flags.arrange(id, text);
  }
  for (const id of before?.keys() ?? []) if (!now.has(id)) flags.forget(id);
}

function clickThrough(view: EditorView, event: MouseEvent): boolean {
  const caret = event.target instanceof Element ? event.target.closest(".quire-caret") : null;
  if (!caret || event.button !== 0 || event.shiftKey) return false;
  event.preventDefault();
  view.focus();
  const place = view.state.doc.resolve(view.posAtDOM(caret, 0));
  view.dispatch(view.state.tr.setSelection(Selection.near(place)));
  return true;
}
