import type { Node } from "prosemirror-model";
import { EditorState, type PluginView, TextSelection, type Transaction } from "prosemirror-state";
import type { EditorView } from "prosemirror-view";
import type * as Y from "yjs";
import { bind } from "../src/bind.ts";
import type { Binding } from "../src/binding.ts";
import { schema } from "./schema.ts";

/** A page without a page, in which an input method can be at work. */
export class ComposingPage {
  readonly ydoc: Y.Doc;
  readonly binding: Binding;
  state: EditorState;
  composing = false;
  readonly #views: readonly PluginView[];
  #word = "";

  constructor(ydoc: Y.Doc) {
    this.ydoc = ydoc;
    const bound = bind({ fragment: ydoc.getXmlFragment("document"), schema });
    this.state = EditorState.create({ doc: bound.doc, plugins: [bound.plugin] });
    const state = bound.plugin.getState(this.state);
    if (!state) throw new Error("the plugin has no state");
    this.binding = state.binding;
    const view = bound.plugin.spec.view?.(this as unknown as EditorView);
    this.#views = view ? [view] : [];
  }

  get doc(): Node {
    return this.state.doc;
  }

  get caret(): number {
    return this.state.selection.head;
  }

  readonly dispatch = (tr: Transaction): void => {
    const before = this.state;
    this.state = before.apply(tr);
    for (const each of this.#views) each.update?.(this as unknown as EditorView, before);
  };

  readonly hasFocus = (): boolean => true;

  edit(make: (tr: Transaction) => Transaction): void {
    this.dispatch(make(this.state.tr));
  }

  put(pos: number): void {
    this.edit((tr) => tr.setSelection(TextSelection.near(tr.doc.resolve(pos))));
  }

  /** The word so far, in place of the one before it, as small a change as ProseMirror finds. */
  compose(word: string): void {
    this.composing = true;
    let same = 0;
    while (same < this.#word.length && this.#word[same] === word[same]) same++;
    const from = this.caret - this.#word.length + same;
    const to = this.caret;
    this.#word = word;
    const rest = word.slice(same);
    this.edit((tr) =>
      (rest === "" ? tr.delete(from, to) : tr.insertText(rest, from, to)).setMeta("composition", 1),
    );
  }

  /** The composition is over; what waited is shown a moment later. */
  commit(): void {
    this.composing = false;
    this.#word = "";
  }

  close(): void {
    for (const each of this.#views) each.destroy?.();
    this.ydoc.destroy();
  }
}
