import { isStoredFile, readFigure } from "@quire/schema";
import type { Attrs, Node } from "prosemirror-model";
import type { EditorView } from "prosemirror-view";
import { setAttributes } from "../blocks.ts";
import type { KindContext } from "../kinds/kind-editing.ts";
import { englishMediaWords, type MediaWords } from "../uploads/media-words.ts";
import type { UploadWatch } from "../uploads/uploads.ts";
import { option } from "./option.ts";
import { resizeHandle } from "./resize-handle.ts";

interface Place {
  readonly view: EditorView;
  readonly getPos: () => number | undefined;
  /** Where they stand. */
  readonly controls: HTMLElement;
  readonly image: HTMLImageElement;
  readonly context: KindContext;
}

/** What changes a picture: its side, what it shows, its width. */
export interface FigureTools {
  show(node: Node): void;
}

/** Makes a picture's controls. They are fetched when somebody first comes to one. */
export function createFigureTools({ view, getPos, controls, image, context }: Place): FigureTools {
  const words = context.words.media ?? englishMediaWords;
  const document = view.dom.ownerDocument;
  const change = (attrs: Attrs) => {
    const pos = getPos();
    if (pos !== undefined) view.dispatch(setAttributes(view.state.tr, pos, attrs));
  };
  const leave = (event: KeyboardEvent) => {
    if (event.key !== "Escape" && (event.key !== "Enter" || event.currentTarget === side)) return;
    event.preventDefault();
    view.focus();
  };
  const bar = document.createElement("div");
  bar.className = "quire-figure-bar";
  bar.role = "group";
  bar.ariaLabel = words.tools;
  const side = sideChoice(document, words);
  side.addEventListener("change", () => change({ align: side.value || null }));
  side.addEventListener("keydown", leave);
  const alt = altField(document, words);
  alt.addEventListener("keydown", leave);
  alt.addEventListener("change", () => change({ alt: alt.value.replace(/\s+/g, " ").trim() || null }));
  bar.append(side, alt);
  const handle = resizeHandle({ view, image, words, setWidth: (width) => change({ width }) });
  handle.addEventListener("keydown", leave);
  const keep = document.createElement("button");
  keep.type = "button";
  keep.textContent = words.keepHere;
  keep.addEventListener("click", () => void keepHere(keep, change, { getPos, view, context }));

  return {
    show(node) {
      const { src, width, align, alt: shows } = readFigure(node.attrs);
      const isHere = src !== null && (isStoredFile(src) || context.uploads?.holds(src) === true);
      const offered = isHere ? [bar, handle] : context.uploads && src !== null ? [keep] : [];
      if (controls.firstChild !== offered[0]) controls.replaceChildren(...offered);
      controls.hidden = !view.editable;
      side.value = align ?? "";
      if (document.activeElement !== alt) alt.value = shows ?? "";
      handle.ariaValueNow = String(width ?? image.naturalWidth);
      handle.ariaValueText = width === null ? words.fullSize : words.pixels(width);
    },
  };
}

function sideChoice(document: Document, words: MediaWords): HTMLSelectElement {
  const choice = document.createElement("select");
  choice.ariaLabel = words.align;
  choice.append(
    option(document, "left", words.sides.left),
    option(document, "", words.sides.center),
    option(document, "right", words.sides.right),
  );
  return choice;
}

function altField(document: Document, words: MediaWords): HTMLInputElement {
  const field = document.createElement("input");
  field.type = "text";
  field.maxLength = 1000;
  field.ariaLabel = words.alt;
  field.placeholder = words.alt;
  return field;
}

/** Has a picture at another site stored here, when somebody says so. */
async function keepHere(
  button: HTMLButtonElement,
  change: (attrs: Attrs) => void,
  { view, getPos, context: { uploads } }: Pick<Place, "view" | "getPos" | "context">,
): Promise<void> {
  const node = view.state.doc.nodeAt(getPos() ?? -1);
  const { src } = readFigure(node?.attrs ?? {});
  if (src === null || !uploads) return;
  button.disabled = true;
  const { textContent: label } = button;
  const say = (why: string) => {
    button.title = why;
    button.textContent = why;
  };
  try {
    const { signal } = new AbortController();
    const watch: UploadWatch = { signal, onProgress: () => say(label), onWaiting: say };
    const { url } = await uploads.fetchImage(src, watch);
    const now = view.isDestroyed ? null : view.state.doc.nodeAt(getPos() ?? -1);
    if (now && readFigure(now.attrs).src === src) change({ src: url });
  } catch (error) {
    say(error instanceof Error ? error.message : "");
  }
  button.disabled = false;
}
