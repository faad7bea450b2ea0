import { clearUndo, type LostWords } from "@quire/binding";
import { EditorState, Selection, type Transaction } from "prosemirror-state";
import { type DirectEditorProps, EditorView } from "prosemirror-view";
import type { Awareness } from "y-protocols/awareness";
import type * as Y from "yjs";
import { type AfterPaint, atOnce } from "./after-paint.ts";
import type { EditorCommand } from "./commands/command.ts";
import { commands, findCommand } from "./commands/commands.ts";
import { finishChange } from "./finish-change.ts";
import { createListNumbers } from "./list-numbers.ts";
import { LostReport } from "./lost-report.ts";
import { boundParts, type Parts } from "./plugins.ts";
import { putBack } from "./put-back.ts";
import { selectionRect, slashRect } from "./rects.ts";
import { applySlash, closeSlash } from "./slash.ts";
import { type EditorSnapshot, takeSnapshot } from "./snapshot.ts";
import { isFromSharedDocument } from "./sync-state.ts";
import { codeBlockView } from "./views/code-block-view.ts";
import { paragraphView } from "./views/paragraph-view.ts";
import { sealedBlockView, sealedTextView } from "./views/sealed-view.ts";
import { createWordCount } from "./word-count.ts";
import { type EditorWords, englishWords } from "./words.ts";

/** What an editor is made with. */
export interface EditorOptions {
  readonly ydoc: Y.Doc;
  /** Where carets are shared. Without it nobody else's is shown. */
  readonly awareness?: Awareness;
  /** Who writes here; told to the others in the awareness field `user`, which a server may overrule. */
  readonly person?: { readonly id: string; readonly name: string; readonly hue: number };
  readonly readOnly?: boolean;
  /** The text's accessible name. */
  readonly label?: string;
  /** Shown while the document is empty. */
  readonly placeholder?: string;
  /** The words that the editor puts into the page; English without them. */
  readonly words?: EditorWords;
  /** Calls a task back once what changed is painted. Given twice before that, it may run once. Default: at once. */
  readonly afterPaint?: AfterPaint;
  /** Told when somebody removed blocks that this person was writing in, and their words could not be kept anywhere. */
  readonly onLost?: (lost: readonly LostWords[]) => void;
}

/** An editor in a page. */
export interface Editor {
  readonly view: EditorView;
  readonly commands: readonly EditorCommand[];
  getSnapshot(): EditorSnapshot;
  /** Calls back whenever the snapshot is another one. Returns what ends it. */
  subscribe(listener: () => void): () => void;
  /** Runs a command, and puts the focus back into the text. False if it does not apply. */
  run(commandId: string, argument?: unknown): boolean;
  focus(at?: "start" | "end"): void;
  /** Puts words that were lost behind the block that the caret is in; false where nothing may be written any more. */
  putBack(lost: readonly LostWords[]): boolean;
  setReadOnly(readOnly: boolean): void;
  /** Where the selection is in the window. */
  selectionRect(): DOMRect | null;
  /** Where the slash menu's slash is in the window. */
  slashRect(): DOMRect | null;
  closeSlash(): void;
  applySlash(commandId: string): boolean;
  destroy(): void;
}

/** Opens an editor on a shared document. Opening, looking and closing never change the document. */
export function createEditor(place: HTMLElement, options: EditorOptions): Editor {
  return new DocumentEditor(place, options);
}

class DocumentEditor implements Editor {
  readonly view: EditorView;
  readonly commands: readonly EditorCommand[] = commands;
  readonly #options: EditorOptions;
  readonly #afterPaint: AfterPaint;
  readonly #listeners = new Set<() => void>();
  readonly #numbers = createListNumbers();
  readonly #countWords = createWordCount();
  #endRescue: (() => void) | undefined;
  #isDestroyed = false;
  #isReadOnly: boolean;
  #snapshot: EditorSnapshot;
  /** Something has happened since the snapshot was taken. */
  #isStale = false;
  /** The snapshot that the listeners know. */
  #told: EditorSnapshot;

  constructor(place: HTMLElement, options: EditorOptions) {
    const { ydoc, awareness, person, placeholder, readOnly = false, afterPaint = atOnce } = options;
    this.#options = options;
    this.#isReadOnly = readOnly;
    this.#afterPaint = afterPaint;
    const report = new LostReport((lost) => options.onLost?.(lost));
    const parts = boundParts({
      ydoc,
      awareness,
      placeholder,
      numbers: this.#numbers,
      afterPaint,
      onRemoved: (removed) => report.addBlock(removed),
    });
    this.view = new EditorView(place, {
      ...this.#props(),
      state: stateOf(parts),
      dispatchTransaction: (tr) => this.#dispatch(tr),
      handleDOMEvents: { focus: () => this.#refresh(), blur: () => this.#refresh() },
    });
    if (awareness && person) awareness.setLocalStateField("user", { ...person });
    // Not needed before somebody else is here: it need not be loaded before the text can be read.
    import("./rescue-words.ts").then(
      ({ rescueWords }) => {
        if (!this.#isDestroyed) this.#endRescue = rescueWords(ydoc, (lost) => report.addWords(lost));
      },
      () => undefined, // the server is gone since: words go as they would without it
    );
    this.#snapshot = this.#look();
    this.#told = this.#snapshot;
  }

  getSnapshot(): EditorSnapshot {
    if (this.#isStale) {
      this.#isStale = false;
      this.#snapshot = this.#look();
    }
    return this.#snapshot;
  }

  subscribe(listener: () => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  run(commandId: string, argument?: unknown): boolean {
    const { view } = this;
    const done =
      view.editable && findCommand(commandId)?.run(view.state, view.dispatch, view, argument) === true;
    if (done) view.focus();
    return done;
  }

  focus(at?: "start" | "end"): void {
    const { state } = this.view;
    if (at) {
      const selection = at === "start" ? Selection.atStart(state.doc) : Selection.atEnd(state.doc);
      this.view.dispatch(state.tr.setSelection(selection).scrollIntoView());
    }
    this.view.focus();
  }

  putBack(lost: readonly LostWords[]): boolean {
    if (this.#isDestroyed || !this.view.editable) return false;
    this.view.dispatch(putBack(this.view.state, lost));
    this.view.focus();
    return true;
  }

  setReadOnly(readOnly: boolean): void {
    if (readOnly === this.#isReadOnly) return;
    this.#isReadOnly = readOnly;
    // Asks the props anew. What is drawn stays: a long document takes a second to draw.
    this.view.setProps({});
    this.#allowControls();
    this.#refresh();
  }

  selectionRect(): DOMRect | null {
    return selectionRect(this.view);
  }

  slashRect(): DOMRect | null {
    return slashRect(this.view);
  }

  closeSlash(): void {
    closeSlash(this.view);
  }

  applySlash(commandId: string): boolean {
    const command = findCommand(commandId);
    const done = command !== undefined && this.view.editable && applySlash(this.view, command);
    if (done) this.view.focus();
    return done;
  }

  destroy(): void {
    this.#listeners.clear();
    this.#isStale = false;
    this.#isDestroyed = true;
    this.#endRescue?.();
    const { state } = this.view;
    this.view.destroy();
    clearUndo(state);
  }

  #props(): Pick<DirectEditorProps, "editable" | "attributes" | "nodeViews"> {
    const words = this.#options.words ?? englishWords;
    return {
      editable: () => !this.#isReadOnly,
      attributes: () => this.#attributes(words),
      nodeViews: {
        paragraph: paragraphView(words.taskDone, this.#numbers),
        code_block: codeBlockView(words),
        sealed_block: sealedBlockView(words),
        sealed_text: sealedTextView(words),
      },
    };
  }

  /** A reader may not tick boxes or choose languages. What is drawn later asks the view itself. */
  #allowControls(): void {
    const controls = this.view.dom.querySelectorAll<HTMLInputElement | HTMLSelectElement>("input, select");
    for (const control of controls) control.disabled = !this.view.editable;
  }

  #attributes(words: EditorWords): Record<string, string> {
    const { label, placeholder } = this.#options;
    const isReading = this.#isReadOnly;
    return {
      class: "quire-text",
      role: "textbox",
      "aria-multiline": "true",
      tabindex: "0",
      ...(label !== undefined && { "aria-label": label }),
      ...(placeholder !== undefined && !isReading && { "aria-placeholder": placeholder }),
      ...(isReading ? { "aria-readonly": "true" } : { "aria-description": words.howToLeave }),
    };
  }

  #dispatch(tr: Transaction): void {
    const { view } = this;
    if (tr.docChanged && !isFromSharedDocument(tr)) {
      if (!view.editable) return; // a reader's click on a box, a late command
      finishChange(tr);
    }
    view.updateState(view.state.apply(tr));
    this.#refresh();
  }

  #look(): EditorSnapshot {
    return takeSnapshot(this.view, this.#countWords, this.#snapshot);
  }

  /** Looks whether the snapshot is another one when somebody asks for it, or after the paint. */
  #refresh(): void {
    if (this.#isDestroyed) return;
    this.#isStale = true;
    this.#afterPaint(this.#tell);
  }

  readonly #tell = (): void => {
    const snapshot = this.getSnapshot();
    if (snapshot === this.#told) return;
    this.#told = snapshot;
    for (const listener of this.#listeners) listener();
  };
}

function stateOf({ doc, plugins }: Parts): EditorState {
  return EditorState.create({ doc, plugins: [...plugins] });
}
