import { type EditorState, Plugin } from "prosemirror-state";
import { DecorationSet, type EditorView } from "prosemirror-view";
import type { EditorWords } from "../words.ts";
import type { AbsentPictures } from "./absent-pictures.ts";
import type { Uploads } from "./uploads.ts";
import {
  type Arrange,
  type Pending,
  type SharedText,
  type UploadsState,
  uploadsKey,
  uploadsOf,
} from "./uploads-state.ts";

/** Shows what is being stored in its place, which moves along with what is written around it. None of it is in the document. */
export function uploadsPlugin(text: SharedText, uploads: Uploads, words: EditorWords): Plugin<UploadsState> {
  return new Plugin<UploadsState>({
    key: uploadsKey,
    state: {
      init: () => ({ text, uploads, words, pending: [] }),
      apply(tr, before) {
        const arrange = tr.getMeta(uploadsKey) as Arrange | undefined;
        if (arrange === undefined && (!tr.docChanged || before.pending.length === 0)) return before;
        const moved = before.pending.map((item) => ({ ...item, at: tr.mapping.map(item.at, -1) }));
        return { ...before, pending: arrange?.(moved) ?? moved };
      },
    },
    props: { decorations: (state) => draw(state, uploadsOf(state)?.pending ?? []) },
    view: (view) => {
      const absent = watchPictures(view.dom, uploads, words);
      return {
        destroy() {
          absent();
          for (const { leave } of uploadsOf(view.state)?.pending ?? []) leave();
        },
      };
    },
  });
}

/** What becomes of pictures that are not at their address is fetched with the first of them. Returns what ends it. */
function watchPictures(dom: HTMLElement, uploads: Uploads, words: EditorWords): () => void {
  const ended = new AbortController();
  let pictures: Promise<AbsentPictures> | undefined;
  const failed = ({ target }: Event) => {
    if (!(target instanceof HTMLImageElement)) return;
    pictures ??= import("./absent-pictures.ts").then(({ openAbsentPictures }) =>
      openAbsentPictures({ uploads, words, signal: ended.signal }),
    );
    pictures.then(
      (absent) => absent.add(target),
      () => {
        pictures = undefined; // the server is gone: its words stand there
      },
    );
  };
  // It does not bubble.
  dom.addEventListener("error", failed, { capture: true, signal: ended.signal });
  return () => ended.abort();
}

/** Asks for files, and puts them in where the selection is. */
export function askForFiles(view: EditorView | undefined, accept: string): boolean {
  if (!view || !uploadsOf(view.state)) return false;
  void import("./uploading.ts").then(
    ({ pickFiles }) => pickFiles(view, accept),
    () => undefined, // the server is gone: whoever wants a file asks again
  );
  return true;
}

function draw(state: EditorState, pending: readonly Pending[]): DecorationSet | null {
  if (pending.length === 0) return null;
  return DecorationSet.create(
    state.doc,
    pending.map((item) => item.draw(state.doc, item)),
  );
}
