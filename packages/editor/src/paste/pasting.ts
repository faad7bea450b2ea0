import { Plugin, TextSelection, type Transaction } from "prosemirror-state";
import type { EditorView } from "prosemirror-view";
import { keptData, moveWaiting, type Waiting, waitingIn, waitingKey } from "./waiting.ts";

type Loaded = typeof import("./clipboard-props.ts");
type Clipboard = ReturnType<Loaded["createClipboard"]>;

/**
 * Copying and pasting. What knows of other programs is loaded when somebody comes here to write. A paste or a drop before
 * that waits for it at its place, which moves along with what is written meanwhile. If it cannot be loaded, what comes is
 * text.
 */
export function pastingPlugin(
  load: () => Promise<Loaded> = () => import("./clipboard-props.ts"),
): Plugin<readonly Waiting[]> {
  const pasting = new Pasting(load);
  return new Plugin<readonly Waiting[]>({
    key: waitingKey,
    state: { init: () => [], apply: moveWaiting },
    props: {
      handleDOMEvents: {
        focus: (view) => pasting.prepare(view),
        keydown: (_view, event) => pasting.see(event),
        keyup: (_view, event) => pasting.see(event),
        drop: (view, event) => pasting.drop(view, event),
        paste: (view, event) => pasting.paste(view, event),
      },
    },
  });
}

class Pasting {
  readonly #load: () => Promise<Loaded>;
  #isLoading = false;
  #clipboard: Clipboard | undefined;
  #isPlain = false;
  /** Pastes that waited are made. */
  #isReleasing = false;

  constructor(load: () => Promise<Loaded>) {
    this.#load = load;
  }

  /** Loads what reads foreign pages, once; again only if it failed. */
  prepare(view: EditorView): false {
    if (this.#isLoading) return false;
    this.#isLoading = true;
    const settled = this.#load().then(
      ({ createClipboard }) => {
        this.#clipboard = createClipboard();
        if (!view.isDestroyed) view.setProps(this.#clipboard.props);
      },
      () => {
        this.#isLoading = false; // the server is gone: what waits is read without it
      },
    );
    void settled.then(() => this.#release(view)); // a paste that fails is a bug
    return false;
  }

  /** As ProseMirror has it: what is pasted while Shift is held comes as it is. */
  see(event: KeyboardEvent): false {
    this.#isPlain = event.shiftKey && event.key !== "Insert";
    return false;
  }

  paste(view: EditorView, event: ClipboardEvent): boolean {
    const { from, to } = view.state.selection;
    return !this.#isPlain && !view.composing && this.#take(view, event, event.clipboardData, { from, to });
  }

  drop(view: EditorView, event: DragEvent): boolean {
    const place = view.dragging ? null : view.posAtCoords({ left: event.clientX, top: event.clientY });
    if (place === null) return false;
    return this.#take(view, event, event.dataTransfer, { from: place.pos, to: place.pos });
  }

  /** Lets it wait if nothing can read it yet. */
  #take(view: EditorView, event: Event, data: DataTransfer | null, place: Omit<Waiting, "data">): boolean {
    this.#clipboard?.take(data);
    if (this.#clipboard !== undefined || this.#isReleasing || data === null || !view.editable) return false;
    event.preventDefault();
    const waiting = [...waitingIn(view.state), { data: keptData(data), ...place }];
    view.dispatch(view.state.tr.setMeta(waitingKey, waiting));
    this.prepare(view);
    return true;
  }

  #release(view: EditorView): void {
    if (view.isDestroyed) return;
    this.#isReleasing = true;
    try {
      for (let [next] = waitingIn(view.state); next !== undefined; [next] = waitingIn(view.state))
        this.#make(view, next);
    } finally {
      this.#isReleasing = false;
    }
  }

  /** Makes a paste that waited, at its place. Somebody who has gone elsewhere goes back there: their place waits too. */
  #make(view: EditorView, next: Waiting): void {
    const { tr, selection } = view.state;
    const rest = waitingIn(view.state).slice(1);
    const isThere = selection.from === next.from && selection.to === next.to;
    const waiting = isThere ? rest : [...rest, { ...next, from: selection.from, to: selection.to }];
    view.dispatch(select(tr.setMeta(waitingKey, waiting), next));
    const clipboardData = this.#clipboard === undefined ? wordsOf(next.data) : next.data;
    view.dom.dispatchEvent(new ClipboardEvent("paste", { clipboardData, cancelable: true }));
    const back = isThere ? undefined : waitingIn(view.state).at(-1);
    if (back === undefined) return;
    view.dispatch(select(view.state.tr.setMeta(waitingKey, waitingIn(view.state).slice(0, -1)), back));
  }
}

/** What is safe where nothing can clean it. */
function wordsOf(data: DataTransfer): DataTransfer {
  const words = new DataTransfer();
  words.setData("text/plain", data.getData("text/plain"));
  return words;
}

function select(tr: Transaction, { from, to }: Waiting): Transaction {
  return tr.setSelection(TextSelection.between(tr.doc.resolve(from), tr.doc.resolve(to)));
}
