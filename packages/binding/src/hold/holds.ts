import { type EditorState, TextSelection, type Transaction } from "prosemirror-state";
import type { EditorView } from "prosemirror-view";
import { Hold } from "./hold.ts";

/**
 * How often a view is asked whether the composition is over. It tells of an end by an event, but not of one that it
 * makes itself (on Android after five quiet seconds); Korean ends one composition and starts the next in one task.
 */
const askMs = 40;

/** The holds of one view, one after the other: each from the first letter of a composition until what waited is shown. */
export class Holds {
  readonly #view: EditorView;
  readonly #release: (hold: Hold) => void;
  #current: Hold | null = null;
  #timer: ReturnType<typeof setTimeout> | undefined;

  constructor(view: EditorView, release: (hold: Hold) => void) {
    this.#view = view;
    this.#release = release;
  }

  /** The hold of the composition that goes on in this state, if one does. A new one needs that nothing is left to write. */
  at(state: EditorState, isWritten: boolean): Hold | null {
    const hold = this.#current;
    const goesOn = this.#view.composing && (hold === null || hold.covers(state));
    if (hold?.isAhead === true) {
      if (goesOn || !this.#view.composing) return hold;
      this.#end(hold); // another block is composed in now
      return null;
    }
    if (!goesOn) this.#current = null;
    else if (hold === null && isWritten) this.#current = Hold.of(state);
    return this.#current;
  }

  /** Has it released when the composition is over. */
  watch(): void {
    this.#timer ??= setTimeout(() => {
      this.#timer = undefined;
      const hold = this.#current;
      if (hold?.isAhead !== true) return;
      if (this.#view.composing && hold.covers(this.#view.state)) this.watch();
      else this.#end(hold);
    }, askMs);
  }

  close(): void {
    clearTimeout(this.#timer);
  }

  #end(hold: Hold): void {
    this.#current = null;
    this.#release(hold);
  }
}

/** Lets the selection stay with what was composed. */
export function selectComposed(tr: Transaction, anchor: number, head: number): void {
  if (!(tr.selection instanceof TextSelection)) return;
  tr.setSelection(TextSelection.between(tr.doc.resolve(anchor), tr.doc.resolve(head)));
}
