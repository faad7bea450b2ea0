import type { ResolvedPos, Slice } from "prosemirror-model";
import type { EditorState, Selection } from "prosemirror-state";
import { Decoration, DecorationSet, type EditorView } from "prosemirror-view";
import { CellMouse } from "./cell-mouse.ts";
import { pasteCells } from "./cell-paste.ts";
import { CellSelection } from "./cell-selection.ts";
import { ColumnHandle } from "./column-width.ts";
import { TableBar } from "./table-bar.ts";
import type { TableChoice } from "./table-choice.ts";
import { tableKey } from "./table-keys.ts";
import { type TableMenu, tableMenus } from "./table-menus.ts";
import { englishTableWords, type TableWords } from "./table-words.ts";

/** What is done to the tables of an editor: what its plugin hears of is told to it. */
export class TableTools {
  readonly #mouse = new CellMouse();
  readonly #handle: ColumnHandle;
  readonly #bar: TableBar;
  readonly #menus: readonly TableMenu[];
  readonly #words: TableWords;

  constructor(view: EditorView, words: TableWords = englishTableWords) {
    this.#handle = new ColumnHandle(view);
    this.#words = words;
    this.#menus = tableMenus(words);
    this.#bar = new TableBar(view, this.#menus, words.bar);
  }

  keyDown(view: EditorView, event: KeyboardEvent): boolean {
    const { selection, tr } = view.state;
    const cells = selection.empty ? null : this.between(view, selection.$anchor, selection.$head);
    if (cells && !cells.eq(selection)) view.dispatch(tr.setSelection(cells)); // however it came about
    const isForBar = event.key === "F10" && event.altKey && event.shiftKey;
    return isForBar ? this.#bar.focus() : tableKey(view, event);
  }

  paste(view: EditorView, slice: Slice): boolean {
    return pasteCells(view.state, slice, (tr) => view.dispatch(tr));
  }

  between(view: EditorView, $anchor: ResolvedPos, $head: ResolvedPos): Selection | null {
    return this.#mouse.between(view, $anchor, $head);
  }

  /** The selected cells. */
  decorations({ doc, selection }: EditorState): DecorationSet | null {
    if (!(selection instanceof CellSelection)) return null;
    const cells = selection.ranges.map(({ $from, $to }) =>
      Decoration.node($from.pos - 1, $to.pos + 1, { class: "quire-selected-cell" }),
    );
    return DecorationSet.create(doc, cells);
  }

  /** What the menus offer where the selection is. */
  choices(view: EditorView): readonly TableChoice[] {
    const all = this.#menus.flatMap(({ label: menu, groups }) =>
      groups.flat().map((item) => ({ menu, item })),
    );
    return all.flatMap(({ menu, item: { label, run } }, index) =>
      view.editable && run(view.state)
        ? {
            id: `table-${index}`,
            section: this.#words.bar,
            label: `${menu}: ${label}`,
            run() {
              view.focus();
              run(view.state, (tr) => view.dispatch(tr));
            },
          }
        : [],
    );
  }

  mouseDown(view: EditorView, event: MouseEvent): boolean {
    return this.#mouse.down(view, event);
  }

  mouseMove(view: EditorView, event: MouseEvent): boolean {
    this.#handle.move(view, event);
    return false;
  }

  update(view: EditorView): void {
    this.#bar.update(view);
  }

  /** Whoever has left the text for somewhere else has left its tables. */
  focusOut({ dom }: EditorView, { relatedTarget }: FocusEvent): void {
    if (!(relatedTarget instanceof Node && dom.contains(relatedTarget))) this.#bar.close();
  }

  close(): void {
    this.#mouse.close();
    this.#handle.close();
    this.#bar.close();
  }
}
