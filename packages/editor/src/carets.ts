import { type EditorState, Plugin, PluginKey } from "prosemirror-state";
import type { Awareness } from "y-protocols/awareness";
import type { CaretsShow, ShownCarets } from "./shown-carets.ts";

interface CaretsState {
  /** Settled when others' carets can be shown. */
  readonly ready: Promise<unknown>;
  readonly shown: ShownCarets | null;
}

const key = new PluginKey<CaretsState>("carets");

/** Others' carets in this state; null where they are not shared, or not shown yet. */
export function caretsOf(state: EditorState): ShownCarets | null {
  return key.getState(state)?.shown ?? null;
}

/** Resolves when others' carets are shown. */
export async function whenCaretsShow(state: EditorState): Promise<void> {
  await key.getState(state)?.ready;
}

/**
 * Shows where other people are and what they have selected. Each of someone's tabs has its caret. The code for it is fetched
 * when the text stands already: it can be read and written before.
 */
export function caretsPlugin(awareness: Awareness, flagMs = 2000): Plugin<CaretsState> {
  let show: CaretsShow | undefined;
  const ready = import("./company.ts").then(({ createCaretsShow }) => {
    show = createCaretsShow(awareness, flagMs);
  });
  return new Plugin<CaretsState>({
    key,
    state: {
      init: () => ({ ready, shown: null }),
      apply(tr, before, _old, state) {
        const heard = tr.getMeta(key) as readonly number[] | undefined;
        if (!show || (!before.shown && !heard)) return before;
        const shown = before.shown ? show.apply(before.shown, tr, state, heard) : show.init(state);
        return shown === before.shown ? before : { ready, shown };
      },
    },
    props: {
      decorations: (state) => caretsOf(state)?.drawn,
      handleDOMEvents: { mousedown: (view, event) => show?.clickThrough(view, event) === true },
    },
    view(view) {
      const ending = new AbortController();
      const hear = (ids: readonly number[]) => view.dispatch(view.state.tr.setMeta(key, ids));
      const heard = ({ added, updated, removed }: Changes) => {
        const ids = show?.whoMoved(caretsOf(view.state), [...added, ...updated, ...removed]) ?? [];
        if (ids.length > 0) hear(ids);
      };
      const broken = () => show?.arrange(caretsOf(view.state), view.dom);
      awareness.on("change", heard);
      view.dom.ownerDocument.defaultView?.addEventListener("resize", broken, ending);
      ready.then(
        () => ending.signal.aborted || hear([]),
        () => undefined, // the server is gone since, and nobody's caret comes from there
      );
      return {
        update: (_view, before) => show?.update(caretsOf(before), caretsOf(view.state), view.dom),
        destroy() {
          ending.abort();
          awareness.off("change", heard);
          show?.close();
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
