import { Plugin, PluginKey, Selection } from "prosemirror-state";
import type { EditorView } from "prosemirror-view";
import { isCode } from "../blocks.ts";
import { isLeaving } from "../leave-key.ts";
import type { TableChoice } from "./table-choice.ts";
import type { TableTools } from "./table-tools.ts";
import type { TableWords } from "./table-words.ts";

type Loaded = typeof import("./table-tools.ts");

const key = new PluginKey<TableLoader>("tables");

/** Keys, mouse, paste and the bar of tables: what does it is loaded when the first table is seen. */
export function tablePlugin(
  words?: TableWords,
  load: () => Promise<Loaded> = () => import("./table-tools.ts"),
): Plugin<TableLoader> {
  const loader = new TableLoader(words, load);
  return new Plugin<TableLoader>({
    key,
    state: { init: () => loader, apply: () => loader },
    props: {
      handleKeyDown: (view, event) => loader.tools?.keyDown(view, event) ?? goOn(view, event),
      handlePaste: (view, _event, slice) => loader.tools?.paste(view, slice) ?? false,
      createSelectionBetween: (view, $anchor, $head) => loader.tools?.between(view, $anchor, $head) ?? null,
      decorations: (state) => loader.tools?.decorations(state),
      handleDOMEvents: {
        focusin: (view) => loader.tools?.update(view),
        focusout: (view, event) => loader.tools?.focusOut(view, event),
        mousedown: (view, event) => loader.tools?.mouseDown(view, event) ?? false,
        mousemove: (view, event) => loader.tools?.mouseMove(view, event) ?? false,
      },
    },
    view: () => ({
      update: (view) => loader.tools?.update(view),
      destroy: () => loader.close(),
    }),
  });
}

/** Called for each table that is drawn. */
export function loadTableTools(view: EditorView): void {
  key.getState(view.state)?.load(view);
}

/** What the menus of the table's bar offer where the selection is; nothing outside of tables, and to who may only read. */
export function tableChoices(view: EditorView): readonly TableChoice[] {
  return key.getState(view.state)?.tools?.choices(view) ?? [];
}

/** Tab until the tools are here: what is typed next must not go where the focus would. */
function goOn(view: EditorView, { key, shiftKey }: KeyboardEvent): boolean {
  const { doc, selection, tr } = view.state;
  const { $head } = selection;
  if (key === "Tab" && !isLeaving(view.state) && !isCode($head.parent))
    for (let depth = $head.depth; depth > 1; depth--)
      if ($head.node(depth - 1).type.name === "table_row") {
        const edge = doc.resolve(shiftKey ? $head.before(depth) : $head.after(depth));
        view.dispatch(tr.setSelection(Selection.near(edge, shiftKey ? -1 : 1)));
        return true;
      }
  return false;
}

class TableLoader {
  tools: TableTools | undefined;
  readonly #words: TableWords | undefined;
  readonly #load: () => Promise<Loaded>;
  #isLoading = false;

  constructor(words: TableWords | undefined, load: () => Promise<Loaded>) {
    this.#words = words;
    this.#load = load;
  }

  /** Loads once; again at the next table only if it failed. */
  load(view: EditorView): void {
    if (this.#isLoading) return;
    this.#isLoading = true;
    this.#load().then(
      ({ TableTools }) => {
        if (view.isDestroyed) return;
        this.tools = new TableTools(view, this.#words);
        this.tools.update(view);
      },
      () => {
        this.#isLoading = false; // the server is gone: a table is text until then
      },
    );
  }

  close(): void {
    this.tools?.close();
    this.tools = undefined;
  }
}
