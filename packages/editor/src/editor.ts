import { clearUndo } from "@quire/binding";
import { EditorState, Selection, type Transaction } from "prosemirror-state";
import { type DirectEditorProps, EditorView, type NodeViewConstructor } from "prosemirror-view";
import type { Awareness } from "y-protocols/awareness";
import type * as Y from "yjs";
import { type AfterPaint, atOnce } from "./after-paint.ts";
import type { EditorCommand } from "./commands/command.ts";
import { commands, findCommand } from "./commands/commands.ts";
import { finishChange } from "./finish-change.ts";
import { createFolds } from "./folds.ts";
import type { KindContext } from "./kinds/kind-editing.ts";
import { kinds } from "./kinds/kinds.ts";
import { createListNumbers } from "./list-numbers.ts";
import { LostReport, type LostWords } from "./lost-report.ts";
import { boundParts, type Parts } from "./plugins.ts";
import type { Previews } from "./previews/open-previews.ts";
import type { ReadingPlace } from "./reading-place.ts";
import { selectionRect, suggestionsRect } from "./rects.ts";
import { noReferences, type References } from "./references.ts";
import type { WordRescue } from "./rescue-words.ts";
import { type EditorSnapshot, takeSnapshot } from "./snapshot.ts";
import { applySuggestion, closeSuggestions } from "./suggestions/suggestions.ts";
import { isFromSharedDocument, isOwnUndo } from "./sync-state.ts";
import type { Typography } from "./typography-rules.ts";
import type { Uploads } from "./uploads/uploads.ts";
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
  /** What the text can refer to, such as people. Default: nothing. */
  readonly references?: References;
  /** Where pictures and files are kept. Without it none can be brought. */
  readonly uploads?: Uploads;
  /** The words that the editor puts into the page; English without them. */
  readonly words?: EditorWords;
  /**
   * Whether typed quotes, dashes and their like are set as a printer would, asked at each: `true` for English quotes, or a
   * language's tag, such as `de`, for its own. Default: they are not.
   */
  readonly typography?: Typography;
  /** Calls a task back once what changed is painted. Given twice before that, it may run once. Default: at once. */
  readonly afterPaint?: AfterPaint;
  /** The address of the page that draws diagrams, such as `/diagram.html`. Without it diagrams are shown as their source. */
  readonly diagramFrame?: string;
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
  /** Calls back after the paint of each change of text or selection, also where the snapshot stays the same. Returns what ends it. */
  watch(listener: () => void): () => void;
  /** Runs a command, and puts the focus back into the text. False if it does not apply. */
  run(commandId: string, argument?: unknown): boolean;
  focus(at?: "start" | "end"): void;
  /** Puts words that were lost behind the block that the caret is in; false where nothing may be written any more. */
  putBack(lost: readonly LostWords[]): boolean;
  setReadOnly(readOnly: boolean): void;
  /** Where the selection is in the window. */
  selectionRect(): DOMRect | null;
  /** Where the sign that opened the suggestions is in the window. */
  suggestionsRect(): DOMRect | null;
  closeSuggestions(): void;
  /** Does what is suggested under this name. */
  applySuggestion(id: string): boolean;
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
  readonly #watchers = new Set<() => void>();
  readonly #numbers = createListNumbers();
  readonly #kinds: KindContext;
  readonly #countWords = createWordCount();
  #rescue: WordRescue | undefined;
  #readingPlace: ReadingPlace | undefined;
  #previews: Promise<Previews> | undefined;
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
    const { words = englishWords, references = noReferences, uploads } = options;
    this.#kinds = { words, references, uploads, folds: createFolds() };
    const report = new LostReport((lost) => options.onLost?.(lost));
    const parts = boundParts({
      ydoc,
      awareness,
      placeholder,
      numbers: this.#numbers,
      kinds: this.#kinds,
      afterPaint,
      typography: options.typography ?? (() => false),
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
    import("./company.ts").then(
      ({ createReadingPlace, rescueWords }) => {
        if (this.#isDestroyed) return;
        this.#rescue = rescueWords(ydoc, (lost) => report.addWords(lost));
        this.#readingPlace = createReadingPlace(this.view);
      },
      () => undefined, // the server is gone since: words go as they would without it, and nobody writes from there
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

  watch(listener: () => void): () => void {
    this.#watchers.add(listener);
    return () => this.#watchers.delete(listener);
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
    if (this.#isDestroyed || !this.view.editable || !this.#rescue) return false;
    this.view.dispatch(this.#rescue.putBack(this.view.state, lost));
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

  suggestionsRect(): DOMRect | null {
    return suggestionsRect(this.view);
  }

  closeSuggestions(): void {
    closeSuggestions(this.view);
  }

  applySuggestion(id: string): boolean {
    const done = this.view.editable && applySuggestion(this.view, id);
    if (done) this.view.focus();
    return done;
  }

  destroy(): void {
    this.#listeners.clear();
    this.#watchers.clear();
    this.#isStale = false;
    this.#isDestroyed = true;
    this.#rescue?.end();
    void this.#previews?.then(
      (previews) => previews.close(),
      () => undefined, // none was opened
    );
    const { state } = this.view;
    this.view.destroy();
    clearUndo(state);
  }

  #props(): Pick<DirectEditorProps, "editable" | "attributes" | "nodeViews"> {
    const { words } = this.#kinds;
    return {
      editable: () => !this.#isReadOnly,
      attributes: () => this.#attributes(words),
      nodeViews: {
        paragraph: paragraphView(words, this.#numbers),
        code_block: codeBlockView(words, () => this.#openPreviews()),
        ...kindViews(this.#kinds),
        sealed_block: sealedBlockView(words),
        sealed_text: sealedTextView(words),
      },
    };
  }

  /** A reader may not tick boxes or choose languages, and comes to the signs that fold by Tab. What is drawn later asks the view itself. */
  #allowControls(): void {
    const controls = this.view.dom.querySelectorAll<HTMLInputElement | HTMLSelectElement>("input, select");
    for (const control of controls) control.disabled = !this.view.editable;
    const signs = this.view.dom.querySelectorAll<HTMLElement>(
      ".quire-section-sign button, .quire-code-bar button",
    );
    for (const sign of signs) sign.tabIndex = this.view.editable ? -1 : 0;
  }

  /** What draws formulas and diagrams: fetched for the first of them. */
  #openPreviews(): Promise<Previews> {
    const { words = englishWords, diagramFrame } = this.#options;
    this.#previews ??= import("./previews/open-previews.ts").then(({ openPreviews }) =>
      openPreviews({ words, diagramFrame }, this.view.dom.ownerDocument),
    );
    return this.#previews;
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
    const isRemote = isFromSharedDocument(tr);
    if (tr.docChanged && !isRemote) {
      if (!view.editable) return; // a reader's click on a box, a late command
      finishChange(tr);
    }
    const putPlaceBack = isRemote && !isOwnUndo(tr) ? this.#readingPlace?.before(tr) : undefined;
    view.updateState(view.state.apply(tr));
    putPlaceBack?.();
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
    for (const watcher of this.#watchers) watcher();
    const snapshot = this.getSnapshot();
    if (snapshot === this.#told) return;
    this.#told = snapshot;
    for (const listener of this.#listeners) listener();
  };
}

function kindViews(context: KindContext): Record<string, NodeViewConstructor> {
  const views: Record<string, NodeViewConstructor> = {};
  for (const kind of kinds) if (kind.view) views[kind.name] = kind.view(context);
  return views;
}

function stateOf({ doc, plugins }: Parts): EditorState {
  return EditorState.create({ doc, plugins: [...plugins] });
}
