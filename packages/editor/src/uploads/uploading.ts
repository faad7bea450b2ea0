import { readFigure, schema } from "@quire/schema";
import type { Node } from "prosemirror-model";
import type { Transaction } from "prosemirror-state";
import type { EditorView } from "prosemirror-view";
import { indentAt, placeAtSelection } from "./brought-place.ts";
import { englishMediaWords, type MediaWords } from "./media-words.ts";
import { blockPlace, type Place } from "./place.ts";
import { createUploadBox } from "./upload-box.ts";
import type { StoredFile, Uploads, UploadWatch } from "./uploads.ts";
import { type Pending, uploadsKey, uploadsOf } from "./uploads-state.ts";

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
  const words = now.words.media ?? englishMediaWords;
  const begun = added.map(({ task, place }) => new Upload(view, now.uploads, words, task, place));
  view.dispatch(
    tr.setMeta(uploadsKey, (pending: readonly Pending[]) => [...pending, ...begun.map(pendingOf)]),
  );
  for (const upload of begun) upload.start();
}

function pendingOf(upload: Upload): Pending {
  return { ...upload.place, dom: upload.dom, cancel: () => upload.abort() };
}

/** One thing on its way. It is tried again as often as somebody wants, while the page is open. */
class Upload {
  readonly place: Place;
  readonly #view: EditorView;
  readonly #uploads: Uploads;
  readonly #words: MediaWords;
  readonly #task: Task;
  readonly #box;
  #running = new AbortController();

  constructor(view: EditorView, uploads: Uploads, words: MediaWords, task: Task, place: Place) {
    this.#view = view;
    this.#uploads = uploads;
    this.#words = words;
    this.#task = task;
    this.place = place;
    this.#box = createUploadBox(view.dom.ownerDocument, task.name, words);
  }

  get dom(): HTMLElement {
    return this.#box.dom;
  }

  start(): void {
    this.abort(); // what waits for a connection would go on beside this
    const running = new AbortController();
    const { signal } = running;
    this.#running = running;
    this.#showWorking();
    let isWaiting = false;
    const watch: UploadWatch = {
      signal,
      onProgress: (share) => {
        if (signal.aborted) return;
        if (isWaiting) this.#showWorking();
        isWaiting = false;
        this.#box.showProgress(share);
      },
      onWaiting: (why) => {
        if (signal.aborted) return;
        isWaiting = true;
        this.#fail(new Error(why));
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

  #showWorking(): void {
    this.#box.showWorking({ label: this.#words.cancel, act: () => this.#leaveOut() });
  }

  #finish(stored: StoredFile): void {
    const view = this.#view;
    if (!view.editable) return this.#fail(new Error(this.#words.cannotWrite));
    this.#insert((indent) => nodeFor(stored, this.#task, indent));
  }

  #insert(make: (indent: number | null) => Node): void {
    const view = this.#view;
    const place = uploadsOf(view.state)?.pending.find(({ dom }) => dom === this.dom);
    if (!place) return;
    const { doc, tr } = view.state;
    const node = standing(doc, place, make(indentAt(doc, place)));
    const at = node.isInline ? place.at : blockPlace(doc, place);
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
    if (this.#view.isDestroyed) return;
    const { tryAgain, leaveOut, keepAddress } = this.#words;
    const figure = this.#task.hasAddress === true ? this.#task.figure : undefined;
    this.#box.showFailure(error instanceof Error ? error.message : "", [
      { label: tryAgain, act: () => this.start() },
      ...(figure ? [{ label: keepAddress, act: () => this.#insert(() => figure) }] : []),
      { label: leaveOut, act: () => this.#leaveOut() },
    ]);
  }

  #leaveOut(): void {
    this.abort();
    const without = (pending: readonly Pending[]) => pending.filter(({ dom }) => dom !== this.dom);
    this.#view.dispatch(this.#view.state.tr.setMeta(uploadsKey, without));
    this.#view.focus();
  }
}

/** What was in a line is there again, or stands between blocks where no line is any more. */
function standing(doc: Node, { at }: Place, node: Node): Node {
  const $at = doc.resolve(Math.min(at, doc.content.size));
  if (!node.isInline || $at.parent.canReplaceWith($at.index(), $at.index(), node.type)) return node;
  return schema.node("figure", { ...readFigure(node.attrs) });
}

function nodeFor({ url, name, type, size }: StoredFile, { figure }: Task, indent: number | null): Node {
  if (figure) return figure.type.create({ ...figure.attrs, src: url }, figure.content);
  if (!type.startsWith("image/") || readFigure({ src: url }).src === null || type === "image/svg+xml")
    return schema.node("file", { src: url, name, type, size, indent });
  return schema.node("figure", { src: url, indent });
}
