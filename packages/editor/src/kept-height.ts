/** What of a block keeps its height, and what in it holds the text. */
export interface Keepable {
  readonly frame: HTMLElement;
  readonly text: HTMLElement;
}

/** A block's height as it is laid out, before anything is written to the page. */
export interface Measured extends Keepable {
  /** In its own letters' size: a frame whose letters grow changes its size, which is seen. */
  readonly height: string;
  readonly size: Size;
  readonly textSize: Size;
  readonly lines: Lines;
}

interface Size {
  readonly width: number;
  readonly height: number;
}

/** What shows that a text has as many lines as before. */
interface Lines {
  /** Where the last letter ends, below the frame's top. */
  readonly bottom: number;
  readonly breaks: number;
}

const keptClass = "quire-kept";
const heightName = "--quire-height";
/** What may become higher without a letter being written. */
const growing =
  "img:not(.ProseMirror-separator), svg, video, iframe, object, embed, canvas, math, input, select";
const headings = "h1, h2, h3, h4, h5, h6";

/** The parts of a block's element; null where margins leave the frame, or something in it grows by itself. */
export function keepable(block: HTMLElement): Keepable | null {
  const text = textOf(block);
  if (!text || text.querySelector(growing)) return null;
  // An item's marker stands beside its first line: the frame has to hold both.
  // A heading's margins are its own, and leave what is around it and its sign.
  return { frame: block.matches(".quire-heading") ? text : (block.querySelector("li") ?? block), text };
}

function textOf(block: HTMLElement): HTMLElement | null {
  if (block.matches(`p, ${headings}`)) return block;
  if (block.matches(".quire-heading")) return block.querySelector(headings);
  if (block.matches(".quire-code")) return block.querySelector("pre");
  return block.matches("blockquote, .quire-list") ? block.querySelector("p") : null;
}

/** Measures a block; null where it is not laid out. */
export function measure({ frame, text }: Keepable): Measured | null {
  const size = frame.getBoundingClientRect();
  const letters = Number.parseFloat(getComputedStyle(frame).fontSize);
  if (!(size.height > 0 && letters > 0)) return null;
  const height = `${size.height / letters}em`;
  return { frame, text, height, size, textSize: text.getBoundingClientRect(), lines: linesOf(frame, text) };
}

/**
 * Keeps a block as high as it was measured, so that a browser lays out this one alone when a letter is written in it: a
 * document of 10,000 blocks is not gone through. Its own height has its way again, before the next paint, when it may be
 * another one: its lines, its width or the size of its letters changed. `onRelease` is called then, but not by `release`.
 */
export class KeptHeight {
  readonly #measured: Measured;
  readonly #onRelease: (isByWriting: boolean) => void;
  readonly #mutations = new MutationObserver(() => this.#lookBeforePaint());
  readonly #sizes = new ResizeObserver((entries) => this.#compare(entries));
  #frameRequest: number | undefined;

  constructor(measured: Measured, onRelease: (isByWriting: boolean) => void) {
    const { frame, text, height } = measured;
    this.#measured = measured;
    this.#onRelease = onRelease;
    frame.style.setProperty(heightName, height);
    frame.classList.add(keptClass);
    this.#mutations.observe(text, { childList: true, characterData: true, subtree: true });
    for (const part of new Set([frame, text])) this.#sizes.observe(part);
  }

  /** The block has left the page. */
  get isGone(): boolean {
    return !this.#measured.frame.isConnected;
  }

  release(): void {
    const { frame } = this.#measured;
    this.#mutations.disconnect();
    this.#sizes.disconnect();
    if (this.#frameRequest !== undefined) cancelAnimationFrame(this.#frameRequest);
    frame.classList.remove(keptClass);
    frame.style.removeProperty(heightName);
  }

  #lookBeforePaint(): void {
    this.#frameRequest ??= requestAnimationFrame(() => {
      this.#frameRequest = undefined;
      const { frame, text, lines } = this.#measured;
      // Lays this block out, which the paint needs anyway.
      const { bottom, breaks } = linesOf(frame, text);
      const isSame = breaks === lines.breaks && isNear(bottom, lines.bottom) && !text.querySelector(growing);
      if (!isSame) this.#giveWay(true);
    });
  }

  #compare(entries: readonly ResizeObserverEntry[]): void {
    const { frame, size, textSize } = this.#measured;
    const isSame = entries.every(({ target, borderBoxSize: [box] }) => {
      const before = target === frame ? size : textSize;
      return box && isNear(box.inlineSize, before.width) && isNear(box.blockSize, before.height);
    });
    // What was written in a frame's own callbacks is laid out before it is looked at.
    if (!isSame) this.#giveWay(this.#frameRequest !== undefined);
  }

  #giveWay(isByWriting: boolean): void {
    this.release();
    this.#onRelease(isByWriting);
  }
}

function linesOf(frame: HTMLElement, text: HTMLElement): Lines {
  const breaks = text.querySelectorAll("br:not(.ProseMirror-trailingBreak)").length;
  const last = lastText(text);
  if (!last) return { bottom: 0, breaks };
  const { length } = last;
  const range = new Range();
  range.setStart(last, length - 1);
  range.setEnd(last, length);
  return { bottom: range.getBoundingClientRect().bottom - frame.getBoundingClientRect().top, breaks };
}

/** The last letters of a text. Others' names on their carets are none. */
function lastText(text: HTMLElement): Text | null {
  const isOurs = (node: Node) =>
    node instanceof Text || !(node instanceof Element && node.matches(".quire-caret"));
  const walker = text.ownerDocument.createTreeWalker(
    text,
    NodeFilter.SHOW_TEXT | NodeFilter.SHOW_ELEMENT,
    (node) => (isOurs(node) ? NodeFilter.FILTER_ACCEPT : NodeFilter.FILTER_REJECT),
  );
  let last: Text | null = null;
  for (let node = walker.nextNode(); node; node = walker.nextNode()) {
    if (node instanceof Text && node.length > 0) last = node;
  }
  return last;
}

/** Half a pixel is what browsers round by. */
function isNear(a: number, b: number): boolean {
  return Math.abs(a - b) <= 0.5;
}
