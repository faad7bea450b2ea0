import { Plugin, PluginKey, Selection } from "prosemirror-state";
import type { DecorationSet, EditorView } from "prosemirror-view";
import type { Awareness } from "y-protocols/awareness";
import { type CaretFlags, createCaretFlags } from "./caret-flags.ts";
import { drawCarets, redrawCarets } from "./carets-drawing.ts";
import { type Carets, followCarets, readCarets } from "./carets-state.ts";

interface CaretsState {
  readonly carets: Carets;
  readonly drawn: DecorationSet;
}

const key = new PluginKey<CaretsState>("carets");

/**
 * Shows where other people are and what they have selected, and tells them where this person is. Each of someone's
 * tabs has its caret. Nothing in an awareness state is believed: see `readPerson` and `readRelativePosition`.
 */
export function caretsPlugin(awareness: Awareness, flagMs = 2000): Plugin<CaretsState> {
  const flags = createCaretFlags(flagMs);
  return new Plugin<CaretsState>({
    key,
    state: {
      init(_config, state) {
        const carets = readCarets(new Map(), [...awareness.getStates().keys()], awareness, state);
        return { carets, drawn: drawCarets(state.doc, carets, flags) };
      },
      apply(tr, before, _old, state) {
        const heard = tr.getMeta(key) as readonly number[] | undefined;
        if (!tr.docChanged && !heard) return before;
        const moved = tr.docChanged ? followCarets(before.carets, tr, state) : before.carets;
        const carets = heard ? readCarets(moved, heard, awareness, state) : moved;
        return { carets, drawn: redrawCarets(before, carets, tr, flags) };
      },
    },
    props: {
      decorations: (state) => key.getState(state)?.drawn,
      handleDOMEvents: { mousedown: clickThrough },
    },
    view(view) {
      const heard = ({ added, updated, removed }: Changes) => {
        const others = [...added, ...updated, ...removed].filter((id) => id !== awareness.clientID);
        if (others.length === 0) return;
        view.dispatch(view.state.tr.setMeta(key, others));
      };
      awareness.on("change", heard);
      const window = view.dom.ownerDocument.defaultView;
      const broken = () => {
        for (const id of key.getState(view.state)?.carets.keys() ?? []) flags.arrange(id, view.dom);
      };
      window?.addEventListener("resize", broken); // lines are broken elsewhere
      return {
        update(_view, before) {
          show(key.getState(before)?.carets, key.getState(view.state)?.carets, view.dom, flags);
        },
        destroy() {
          awareness.off("change", heard);
          window?.removeEventListener("resize", broken);
          flags.close();
        },
      };
    },
  });
}

interface Changes {
  readonly added: readonly number[];
  readonly updated: readonly number[];
  readonly removed: readonly number[];
}

/** Raises the flags of those who moved or typed, and lets each whose line may have changed look for its side anew. */
function show(
  before: Carets | undefined,
  now: Carets | undefined,
  text: HTMLElement,
  flags: CaretFlags,
): void {
  if (!now || before === now) return;
  for (const [id, caret] of now) {
    const old = before?.get(id);
    if (caret.moves !== (old?.moves ?? 0)) flags.raise(id);
    if (caret.lines !== old?.lines) flags.arrange(id, text);
  }
  for (const id of before?.keys() ?? []) if (!now.has(id)) flags.forget(id);
}

/** A click on somebody's caret, which is a little wider than it looks, goes to where it stands. */
function clickThrough(view: EditorView, event: MouseEvent): boolean {
  const caret = event.target instanceof Element ? event.target.closest(".quire-caret") : null;
  if (!caret || event.button !== 0 || event.shiftKey) return false;
  event.preventDefault();
  view.focus();
  const place = view.state.doc.resolve(view.posAtDOM(caret, 0));
  view.dispatch(view.state.tr.setSelection(Selection.near(place)));
  return true;
}
