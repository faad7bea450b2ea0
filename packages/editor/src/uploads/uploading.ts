import { newBlockId } from "@quire/schema";
import type { Node } from "prosemirror-model";
import type { Transaction } from "prosemirror-state";
import { Decoration, type EditorView } from "prosemirror-view";
import { placeAtSelection } from "./brought-place.ts";
import { englishMediaWords, type MediaWords } from "./media-words.ts";
import { blockPlace, type Place } from "./place.ts";
import { type Becoming, lastingPlace, type MakeNode, nodeFor, putNode, standingAt } from "./put-file.ts";
import { createUploadBox } from "./upload-box.ts";
import type { StoredFile, Uploads, UploadWatch } from "./uploads.ts";
import { type Pending, type SharedText, type UploadsState, uploadsKey, uploadsOf } from "./uploads-state.ts";

export { putFile } from "./put-file.ts";

/** What is to be stored, and how. */
export interface Task {
  readonly name: string;
  store(uploads: Uploads, watch: UploadWatch): Promise<StoredFile>;
  /** The figure that it is to be, with another address, where it came along with a text. */
  readonly figure?: Node; // or a picture in a line
  /** Whether the address that it has can stay, where it cannot be stored. */
  readonly hasAddress?: boolean;
}

/** Asks for files with the browser's own dialog, and puts them in where the selection is by then. */
export function pickFiles(view: EditorView, accept: string): void {
  const { ownerDocument } = view.dom;
  const input = ownerDocument.createElement("input");
  input.type = "file";
  input.multiple = true;
  input.accept = accept;
  input.hidden = true;
  ownerDocument.body.append(input);
  input.addEventListener("change", () => {
    input.remove();
    if (view.isDestroyed) return;
    view.focus();
    addFiles(view, [...(input.files ?? [])], placeAtSelection(view.state));
  });
  input.addEventListener("cancel", () => input.remove());
  input.click();
}

/** Stores files, each at the place: a picture becomes a figure, anything else a file. */
export function addFiles(view: EditorView, files: readonly File[], place: Place): void {
  const tasks = files.map(
    (file): Task => ({ name: file.name, store: (uploads, watch) => uploads.store(file, watch) }),
  );
  addTasks(
    view,
    view.state.tr,
    tasks.map((task) => ({ task, place })),
  );
}

/** Dispatches the transaction, which may make places for what is to be stored, and begins to store it. */
export function addTasks(
  view: EditorView,
  tr: Transaction,
  added: readonly { readonly task: Task; readonly place: Place }[],
): void {
  const now = uploadsOf(view.state);
  if (!now || !view.editable) return;
  const begun = added.map(({ task, place }) => new Upload(view, now, task, place));
  view.dispatch(
    tr.setMeta(uploadsKey, (pending: readonly Pending[]) => [...pending, ...begun.map(pendingOf)]),
  );
  for (const upload of begun) upload.start();
}

function pendingOf(upload: Upload): Pending {
  const { place, dom } = upload;
  return {
    ...place,
    dom,
    draw: (doc, now) => Decoration.widget(blockPlace(doc, now), dom, shown),
    leave: () => upload.leave(),
  };
}

const shown = { side: -1, ignoreSelection: true, stopEvent: () => true };

/**
 * One thing on its way. It is tried again as often as somebody wants, while the editor is there. When that goes it goes on, and
 * comes to its place in the shared document when it is stored.
 */
class Upload {
  readonly place: Place;
  readonly #view: EditorView;
  readonly #uploads: Uploads;
  readonly #text: SharedText;
  readonly #words: MediaWords;
  readonly #task: Task;
  readonly #becoming: Becoming;
  readonly #box;
  readonly #left = new AbortController();
  #running = new AbortController();
  #hasFailed = false;
  /** Puts it into the document that its editor showed. */
  #put: ((make: MakeNode) => void) | undefined;

  constructor(view: EditorView, { uploads, text, words }: UploadsState, task: Task, place: Place) {
    this.#view = view;
    this.#uploads = uploads;
    this.#text = text;
    this.#words = words.media ?? englishMediaWords;
    this.#task = task;
    const { figure } = task;
    this.#becoming = { figure, block: figure?.isInline ? undefined : newBlockId() };
    this.place = place;
    this.#box = createUploadBox(view.dom.ownerDocument, task.name, this.#words);
  }

  get dom(): HTMLElement {
    return this.#box.dom;
  }

  start(): void {
    this.abort(); // what waits for a connection would go on beside this
    const running = new AbortController();
    const { signal } = running;
    const { block } = this.#becoming;
    this.#running = running;
    this.#showWorking();
    let isWaiting = false;
    const watch: UploadWatch = {
      signal,
      left: this.#left.signal,
      place: this.#lasting(this.#placeNow() ?? this.place),
      ...(block !== undefined && { block }),
      onProgress: (share) => {
        if (signal.aborted) return;
        if (isWaiting) this.#showWorking();
        isWaiting = false;
        this.#box.showProgress(share);
      },
      onWaiting: (why) => {
        if (signal.aborted) return;
        isWaiting = true;
        this.#showFailure(why);
      },
    };
    this.#task.store(this.#uploads, watch).then(
      (stored) => running.signal.aborted || this.#finish(stored),
      (error: unknown) => running.signal.aborted || this.#fail(error),
    );
  }

  abort(): void {
    this.#running.abort();
  }

  /** The editor goes: from now on nobody sees it here. */
  leave(): void {
    const place = this.#placeNow();
    if (place === undefined) return;
    const lasting = this.#lasting(place);
    this.#put = (make) => putNode(this.#text.bindAnew, lasting, make);
    if (this.#hasFailed) this.#keepAddress();
    this.#left.abort();
  }

  #lasting(place: Place): unknown {
    return lastingPlace(this.#text, this.#view.state, place, this.#becoming);
  }

  #placeNow(): Place | undefined {
    return uploadsOf(this.#view.state)?.pending.find(({ dom }) => dom === this.dom);
  }

  #showWorking(): void {
    this.#hasFailed = false;
    this.#box.showWorking({ label: this.#words.cancel, act: () => this.#leaveOut() });
  }

  #finish(stored: StoredFile): void {
    const make: MakeNode = (indent) => nodeFor(stored, this.#becoming, indent);
    if (this.#put) this.#put(make);
    else if (this.#view.editable) this.#insert(make);
    else this.#fail(new Error(this.#words.cannotWrite));
  }

  #insert(make: MakeNode): void {
    const view = this.#view;
    const place = this.#placeNow();
    if (!place) return;
    const { doc, tr } = view.state;
    const { at, node } = standingAt(doc, place, make);
    const shared = (item: Pending) => (node.isInline ? item.at : blockPlace(doc, item)) === at;
    const others = new Set(
      uploadsOf(view.state)
        ?.pending.filter(shared)
        .map(({ dom }) => dom),
    );
    tr.insert(at, node);
    // Those that came before it stand before it, and those that came after it behind it.
    const arrange = (pending: readonly Pending[]) => {
      const own = pending.findIndex(({ dom }) => dom === this.dom);
      return pending.flatMap((item, index) => {
        if (index === own) return [];
        if (!others.has(item.dom)) return [item];
        return [{ ...item, isBefore: false, at: index < own ? at : at + node.nodeSize }];
      });
    };
    view.dispatch(tr.setMeta(uploadsKey, arrange));
  }

  #fail(error: unknown): void {
    this.#hasFailed = true;
    if (this.#put) this.#keepAddress();
    else this.#showFailure(error instanceof Error ? error.message : "");
  }

  #showFailure(why: string): void {
    const { tryAgain, leaveOut, keepAddress } = this.#words;
    this.#box.showFailure(why, [
      { label: tryAgain, act: () => this.start() },
      ...(this.#withAddress ? [{ label: keepAddress, act: () => this.#keepAddress() }] : []),
      { label: leaveOut, act: () => this.#leaveOut() },
    ]);
  }

  /** What it is where it cannot be stored, if that is anything. */
  get #withAddress(): Node | undefined {
    return this.#task.hasAddress === true ? this.#task.figure : undefined;
  }

  #keepAddress(): void {
    const figure = this.#withAddress;
    if (figure === undefined) return;
    if (this.#put) this.#put(() => figure);
    else this.#insert(() => figure);
  }

  #leaveOut(): void {
    this.abort();
    const without = (pending: readonly Pending[]) => pending.filter(({ dom }) => dom !== this.dom);
    this.#view.dispatch(this.#view.state.tr.setMeta(uploadsKey, without));
    this.#view.focus();
  }
}
