import type { EditorView } from "prosemirror-view";
import type { MediaWords } from "../uploads/media-words.ts";

interface Resizing {
  readonly view: EditorView;
  readonly image: HTMLImageElement;
  readonly words: MediaWords;
  /** Null is as wide as the picture is. */
  setWidth(width: number | null): void;
}

const least = 24;
const step = 16;

/**
 * A handle at a picture's edge: dragged, or moved by the arrow keys, it makes the picture wider and narrower, and its height
 * follows. The document has the new width when the hand is off.
 */
export function resizeHandle({ view, image, words, setWidth }: Resizing): HTMLElement {
  const handle = image.ownerDocument.createElement("div");
  handle.className = "quire-figure-handle";
  handle.role = "slider";
  handle.tabIndex = 0;
  handle.ariaLabel = words.width;
  handle.ariaValueMin = String(least);
  const widest = () => Math.max(least, Math.floor(view.dom.clientWidth));
  const fit = (width: number) => Math.round(Math.min(Math.max(width, least), widest()));

  handle.addEventListener("pointerdown", (down) => {
    if (down.button !== 0) return;
    down.preventDefault();
    const start = image.getBoundingClientRect().width;
    const isMiddle = image.closest<HTMLElement>("[data-align]")?.dataset.align === "";
    const isRight = image.closest<HTMLElement>("[data-align]")?.dataset.align === "right";
    // In the middle both edges move.
    const by = (isMiddle ? 2 : 1) * (isRight ? -1 : 1);
    let width = start;
    const move = (event: PointerEvent) => {
      width = fit(start + (event.clientX - down.clientX) * by);
      image.width = width;
    };
    const end = () => {
      handle.removeEventListener("pointermove", move);
      if (width !== start) setWidth(width);
    };
    handle.setPointerCapture(down.pointerId);
    handle.addEventListener("pointermove", move);
    handle.addEventListener("lostpointercapture", end, { once: true });
  });
  handle.addEventListener("dblclick", () => setWidth(null));
  handle.addEventListener("keydown", (event) => {
    const now = image.getBoundingClientRect().width;
    const widths = new Map<string, number | null>([
      ["ArrowRight", fit(now + step)],
      ["ArrowUp", fit(now + step)],
      ["ArrowLeft", fit(now - step)],
      ["ArrowDown", fit(now - step)],
      ["Home", least],
      ["End", null],
    ]);
    const width = widths.get(event.key);
    if (width === undefined) return;
    event.preventDefault();
    setWidth(width);
  });
  return handle;
}
