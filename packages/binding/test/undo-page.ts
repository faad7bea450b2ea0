import type { Node } from "prosemirror-model";
import {
  type Command,
  EditorState,
  type PluginView,
  TextSelection,
  type Transaction,
} from "prosemirror-state";
import type { EditorView } from "prosemirror-view";
import { onTestFinished } from "vitest";
import { prosemirrorToYXmlFragment } from "y-prosemirror";
import * as Y from "yjs";
import { bind } from "../src/bind.ts";
import { type UndoOptions, undoPlugin } from "../src/undo/undo-plugin.ts";
import { schema } from "./schema.ts";

/** An editor without a page, bound to a shared document, with undo. */
export class UndoPage {
  state: EditorState;
  composing = false;
  /** Whether the last transaction asked to be scrolled to. */
  isScrolled = false;
  #views: PluginView[] = [];

  constructor(ydoc: Y.Doc, options: Partial<UndoOptions> = {}) {
    const fragment = ydoc.getXmlFragment("document");
    const { doc, plugin } = bind({ fragment, schema });
    this.state = EditorState.create({
      doc,
      plugins: [undoPlugin({ fragment, ...options }), plugin],
    });
    this.show();
    onTestFinished(() => this.hide());
  }

  readonly dispatch = (tr: Transaction): void => {
    const before = this.state;
    this.state = before.apply(tr);
    this.isScrolled = tr.scrolledIntoView;
    for (const view of this.#views) view.update?.(this as unknown as EditorView, before);
  };

  hasFocus(): boolean {
    return false;
  }

  /** Draws the view, as a page does when it comes to the front. */
  show(): void {
    for (const plugin of this.state.plugins) {
      const view = plugin.spec.view?.(this as unknown as EditorView);
      if (view) this.#views.push(view);
    }
  }

  /** Takes the view away. */
  hide(): void {
    for (const view of this.#views.splice(0)) view.destroy?.();
  }

  edit(make: (tr: Transaction) => Transaction): void {
    this.dispatch(make(this.state.tr));
  }

  run(command: Command): boolean {
    return command(this.state, this.dispatch);
  }

  /** Types letter by letter where the caret is. */
  type(text: string): void {
    for (const letter of text) this.edit((tr) => tr.insertText(letter));
  }

  caret(anchor: number, head = anchor): void {
    this.edit((tr) => tr.setSelection(TextSelection.create(tr.doc, anchor, head)));
  }

  get lines(): string[] {
    return this.state.doc.children.map((node) => node.textContent);
  }
}

/** A shared document that holds these blocks, with a client id of its own. */
export function sharedDoc(...blocks: readonly Node[]): Y.Doc {
  const written = new Y.Doc();
  prosemirrorToYXmlFragment(schema.node("doc", null, [...blocks]), written.getXmlFragment("document"));
  return copyOf(written);
}

/** The same document on another device. */
export function copyOf(ydoc: Y.Doc): Y.Doc {
  const copy = new Y.Doc();
  Y.applyUpdate(copy, Y.encodeStateAsUpdate(ydoc));
  return copy;
}

/** Lets two documents hear of each other. */
export function exchange(a: Y.Doc, b: Y.Doc): void {
  for (const [from, to] of [
    [a, b],
    [b, a],
  ] as const) {
    Y.applyUpdate(to, Y.encodeStateAsUpdate(from, Y.encodeStateVector(to)), "wire");
  }
}
