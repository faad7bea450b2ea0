import type { Editor } from "../editor.ts";
import { blockDrawnAs, blockUnder, type DrawnBlock, drawnBlock, type Point } from "./block-under.ts";

/** Follows the block that a hand is at: the one under the pointer, or the caret's where fingers write. */
export class PointedBlock {
  readonly #editor: Editor;
  readonly #onLook: () => void;
  readonly #events = new AbortController();
  readonly #unwatch: () => void;
  #handle: HTMLElement | null = null;
  /** Where the pointer is; null where there is none to follow. */
  #pointer: Point | null = null;
  #isPointing = false;
  #isOnHandle = false;
  #isKept = false;
  #block: DrawnBlock | null = null;
  #frame = 0;

  /** Calls back after each look at where the block is. */
  constructor(editor: Editor, onLook: () => void) {
    this.#editor = editor;
    this.#onLook = onLook;
    this.#unwatch = editor.watch(() => this.lookSoon());
    const options = { signal: this.#events.signal, capture: true, passive: true };
    const { documentElement } = editor.view.dom.ownerDocument;
    addEventListener("pointermove", (event) => this.#moved(event), options);
    addEventListener("pointerdown", (event) => this.#moved(event), options);
    addEventListener("scroll", () => this.lookSoon(), options);
    addEventListener("resize", () => this.lookSoon(), options);
    documentElement.addEventListener("pointerleave", () => this.#stopPointing(), options);
    editor.view.dom.addEventListener("keydown", (event) => this.#typed(event), options);
    this.lookSoon();
  }

  get block(): DrawnBlock | null {
    return this.#block;
  }

  /** What stands beside the block: a hand on it stays at the block. */
  attach(handle: HTMLElement | null): void {
    this.#handle = handle;
    this.#isOnHandle &&= handle !== null;
  }

  /** Stays at the block, or goes on following. */
  keep(isKept: boolean): void {
    this.#isKept = isKept;
    this.lookSoon();
  }

  /** Goes to the block around a position. */
  goTo(pos: number): void {
    this.#block = drawnBlock(this.#editor.view, pos);
  }

  lookSoon(): void {
    this.#frame ||= requestAnimationFrame(() => {
      this.#frame = 0;
      if (!this.#editor.view.isDestroyed) this.#look();
    });
  }

  destroy(): void {
    this.#events.abort();
    this.#unwatch();
    cancelAnimationFrame(this.#frame);
  }

  #look(): void {
    const { view } = this.#editor;
    const found = this.#isKept || this.#isOnHandle ? undefined : this.#find();
    // Between two blocks, the one before stays; others may have written above it, or drawn it anew.
    this.#block = found === undefined ? this.#block && blockDrawnAs(view, this.#block.dom) : found;
    this.#onLook();
  }

  #find(): DrawnBlock | null | undefined {
    const { view } = this.#editor;
    if (this.#pointer) return this.#isPointing ? blockUnder(view, this.#pointer) : null;
    return view.hasFocus() ? drawnBlock(view, view.state.selection.from) : null;
  }

  #moved({ type, pointerType, clientX, clientY, target }: PointerEvent): void {
    const isFinger = pointerType === "touch";
    if (isFinger && type === "pointermove") return; // it scrolls
    this.#isOnHandle = target instanceof Node && this.#handle?.contains(target) === true;
    this.#isPointing = this.#isOnHandle || this.#isAtText(target);
    this.#pointer = isFinger ? null : { x: clientX, y: clientY };
    if (isFinger) this.#isOnHandle = false;
    this.lookSoon();
  }

  #stopPointing(): void {
    this.#isPointing = false;
    this.#isOnHandle = false;
    this.lookSoon();
  }

  /** Who types looks at the text, until the pointer moves again. */
  #typed({ key, ctrlKey, metaKey, altKey }: KeyboardEvent): void {
    if (key.length === 1 && !ctrlKey && !metaKey && !altKey) this.#stopPointing();
  }

  /** The text and what it stands in; not what floats above them. */
  #isAtText(target: EventTarget | null): boolean {
    const { dom } = this.#editor.view;
    return target instanceof Node && (dom.contains(target) || target.contains(dom));
  }
}
