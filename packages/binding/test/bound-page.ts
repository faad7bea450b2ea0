import type { Node, Schema } from "prosemirror-model";
import { EditorState, Plugin, type PluginView, TextSelection, type Transaction } from "prosemirror-state";
import type { EditorView } from "prosemirror-view";
import { prosemirrorToYXmlFragment } from "y-prosemirror";
import * as Y from "yjs";
import { type BindingName, type Bound, bound } from "./bindings.ts";
import { doc, schema as testSchema } from "./schema.ts";
import { Wire } from "./wire.ts";

/** What of an EditorView plugins see that need no page to draw on. */
class View {
  state: EditorState;
  composing = false;
  readonly #pluginViews: PluginView[] = [];

  constructor(state: EditorState) {
    this.state = state;
    for (const plugin of state.plugins) {
      const view = plugin.spec.view?.(this as unknown as EditorView);
      if (view) this.#pluginViews.push(view);
    }
  }

  readonly dispatch = (tr: Transaction): void => {
    const before = this.state;
    this.state = before.apply(tr);
    for (const view of this.#pluginViews) view.update?.(this as unknown as EditorView, before);
  };

  hasFocus(): boolean {
    return false;
  }

  destroy(): void {
    for (const view of this.#pluginViews) view.destroy?.();
  }
}

interface PageOptions {
  /** Behind the binding's own. */
  readonly plugins?: readonly Plugin[];
  readonly schema?: Schema;
  /** Somebody has clicked into it. */
  readonly isTouched?: boolean;
}

/** An editor without a page, on a shared document of its own. */
export class BoundPage {
  readonly binding: BindingName;
  readonly ydoc: Y.Doc;
  readonly fragment: Y.XmlFragment;
  /** The transactions that were dispatched, by whom ever. */
  readonly transactions: Transaction[] = [];
  readonly #bound: Bound;
  #interruption: (() => void) | null = null;
  readonly #view: View;

  constructor(
    binding: BindingName,
    ydoc: Y.Doc,
    { plugins = [], schema = testSchema, isTouched = true }: PageOptions = {},
  ) {
    this.binding = binding;
    this.ydoc = ydoc;
    this.fragment = ydoc.getXmlFragment("document");
    this.#bound = bound(binding, this.fragment, schema);
    this.#view = new View(
      EditorState.create({
        doc: this.#bound.doc,
        plugins: [this.#interrupting(), ...this.#bound.plugins, ...plugins],
      }),
    );
    const dispatch = this.#view.dispatch;
    // As a click into the page is one. y-prosemirror does not write what empties a document if it is the first thing of all.
    if (isTouched) dispatch(this.#view.state.tr);
    Object.assign(this.#view, {
      dispatch: (tr: Transaction) => {
        this.transactions.push(tr);
        dispatch(tr);
      },
    });
  }

  get state(): EditorState {
    return this.#view.state;
  }

  get undoManager(): Y.UndoManager {
    return this.#bound.undoManager(this.state);
  }

  get doc(): Node {
    return this.state.doc;
  }

  /** Makes a transaction and dispatches it. */
  edit(make: (tr: Transaction, state: EditorState) => Transaction | null): void {
    const tr = make(this.state.tr, this.state);
    if (tr) this.#view.dispatch(tr);
  }

  /** Does something once the next edit is in the view, and before it is written. */
  interrupt(act: () => void): void {
    this.#interruption = act;
  }

  #interrupting(): Plugin {
    const update = () => {
      const act = this.#interruption;
      this.#interruption = null;
      act?.();
    };
    return new Plugin({ view: () => ({ update }) });
  }

  undo(): void {
    this.undoManager.undo();
  }

  redo(): void {
    this.undoManager.redo();
  }

  /** What is edited from here on is undone on its own. */
  pause(): void {
    this.undoManager.stopCapturing();
  }

  /** The last transaction brought a change of the shared document; and one that undo or redo made. */
  get isRemote(): boolean {
    return this.#bound.isRemote(this.state);
  }

  get isUndo(): boolean {
    return this.transactions.at(-1) !== undefined && this.#bound.isUndo(this.transactions.at(-1)!);
  }

  /** The shared document as it would be stored. */
  get bytes(): Uint8Array {
    return Y.encodeStateAsUpdate(this.ydoc);
  }

  toRelative(pos: number): unknown {
    return this.#bound.toRelative(this.state, pos);
  }

  toAbsolute(place: unknown): number | null {
    return this.#bound.toAbsolute(this.state, place);
  }

  close(): void {
    const { undoManager } = this;
    this.#view.destroy();
    undoManager.destroy();
    this.ydoc.destroy();
  }
}

/** A document as bytes, written by somebody who is not there. */
export function written(doc: Node): Uint8Array {
  const ydoc = new Y.Doc();
  ydoc.clientID = 1000;
  prosemirrorToYXmlFragment(doc, ydoc.getXmlFragment("document"));
  return Y.encodeStateAsUpdate(ydoc);
}

/** A shared document of these bytes. A client of its own, if the test says none. */
export function read(bytes: Uint8Array, clientID?: number): Y.Doc {
  const ydoc = new Y.Doc();
  if (clientID !== undefined) ydoc.clientID = clientID;
  Y.applyUpdate(ydoc, bytes);
  return ydoc;
}

/** A page on a document of these blocks. */
export function opened(binding: BindingName, ...blocks: readonly Node[]): BoundPage {
  return new BoundPage(binding, read(written(doc(...blocks))));
}

/** Two pages on one document of these blocks, which hear of each other when the wire is told to. */
export function two(
  binding: BindingName,
  blocks: readonly Node[],
  plugins: () => readonly Plugin[] = () => [],
): { a: BoundPage; b: BoundPage; wire: Wire<BoundPage> } {
  const bytes = written(doc(...blocks));
  const [a, b] = [1, 2].map((id) => new BoundPage(binding, read(bytes, id), { plugins: plugins() }));
  if (!a || !b) throw new Error("two are two");
  return { a, b, wire: new Wire(a, b) };
}

/** Puts the caret somewhere, or selects from there to another place. */
export function caret(page: BoundPage, anchor: number, head = anchor): void {
  page.edit((tr) => tr.setSelection(TextSelection.create(tr.doc, anchor, head)));
}

/** Types letter by letter where the caret is. */
export function typed(page: BoundPage, text: string): void {
  for (const letter of text) page.edit((tr) => tr.insertText(letter));
}
