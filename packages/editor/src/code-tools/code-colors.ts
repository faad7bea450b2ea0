import { moveTokens } from "./move-tokens.ts";
import type { Token, TokenKind } from "./tokens.ts";

/** What is longer stays in one colour: its parts are found again at each pause, and all at once. */
export const maxColored = 30_000;
/** What is shorter is looked through with each letter, before it is painted; in the rest the colours move along until there is a pause. */
const shortLength = 4_000;
const pauseMs = 200;

/** Colours the code of one block. */
export interface CodeColors {
  show(language: unknown, code: string): void;
  destroy(): void;
}

/**
 * Colours code by the browser's highlights, which paint stretches of a text without an element around them: what is edited,
 * composed and copied is the text as it was. Where a browser has none, code has one colour. Only a block in sight is coloured.
 */
export function openCodeColors(contentDOM: HTMLElement): CodeColors | undefined {
  const registry = typeof CSS === "undefined" ? undefined : CSS.highlights;
  if (registry === undefined || typeof IntersectionObserver === "undefined") return undefined;
  return new BlockColors(contentDOM, registry);
}

interface Wanted {
  readonly language: string;
  readonly code: string;
}

class BlockColors implements CodeColors {
  readonly #contentDOM: HTMLElement;
  readonly #registry: HighlightRegistry;
  readonly #sight: IntersectionObserver;
  #painted: (readonly [Highlight, StaticRange])[] = [];
  #wanted: Wanted | undefined;
  #found: { readonly wanted: Wanted; readonly tokens: readonly Token[] } | undefined;
  #isInSight = false;
  #isGone = false;
  #pause: ReturnType<typeof setTimeout> | undefined;

  constructor(contentDOM: HTMLElement, registry: HighlightRegistry) {
    this.#contentDOM = contentDOM;
    this.#registry = registry;
    this.#sight = new IntersectionObserver(
      (entries) => {
        this.#isInSight = entries.at(-1)?.isIntersecting === true;
        this.#tryToPaint();
      },
      { rootMargin: "50%" },
    );
    this.#sight.observe(contentDOM);
  }

  show(language: unknown, code: string): void {
    const wanted = typeof language === "string" && code.length <= maxColored ? { language, code } : undefined;
    if (wanted?.language !== this.#wanted?.language || wanted?.code !== this.#wanted?.code) {
      this.#wanted = wanted;
      if (wanted !== undefined && code.length > shortLength) this.#moveAlong(wanted);
    }
    // The letters themselves are put into the page once the view has asked each block; and somebody's caret cuts them in two.
    queueMicrotask(this.#tryToPaint);
  }

  destroy(): void {
    this.#isGone = true;
    clearTimeout(this.#pause);
    this.#sight.disconnect();
    this.#clear();
  }

  /** Shows the colours that were found last where they are now, until there is a pause. */
  #moveAlong(wanted: Wanted): void {
    const before = this.#found;
    if (before?.wanted.language !== wanted.language) return;
    this.#found = { wanted, tokens: moveTokens(before.tokens, before.wanted.code, wanted.code) };
    clearTimeout(this.#pause);
    this.#pause = setTimeout(() => {
      this.#found = undefined;
      this.#tryToPaint();
    }, pauseMs);
  }

  /** Where the server is gone before a grammar came, code has one colour: the next change asks again. */
  readonly #tryToPaint = (): void => void this.#paint().catch(() => undefined);

  async #paint(): Promise<void> {
    const wanted = this.#wanted;
    if (wanted === undefined || !this.#isInSight) return this.#clear();
    if (this.#found?.wanted !== wanted) {
      const { tokensOf } = await import("./tokens.ts");
      const find = await tokensOf(wanted.language);
      if (this.#isGone || wanted !== this.#wanted) return;
      this.#found = { wanted, tokens: find?.(wanted.code) ?? [] };
    }
    this.#clear();
    const places = textPlaces(this.#contentDOM);
    // It is another text where somebody composes, or where something stands for what cannot be shown.
    if (places.text !== wanted.code) return;
    for (const { from, to, kind } of this.#found.tokens) {
      const [start, end] = [places.at(from, true), places.at(to, false)];
      const range = new StaticRange({
        startContainer: start.node,
        startOffset: start.offset,
        endContainer: end.node,
        endOffset: end.offset,
      });
      const highlight = this.#highlightOf(kind);
      highlight.add(range);
      this.#painted.push([highlight, range]);
    }
  }

  #highlightOf(kind: TokenKind): Highlight {
    const name = `quire-code-${kind}`;
    const known = this.#registry.get(name);
    if (known) return known;
    const made = new Highlight();
    this.#registry.set(name, made);
    return made;
  }

  #clear(): void {
    for (const [highlight, range] of this.#painted) highlight.delete(range);
    this.#painted = [];
  }
}

interface TextPlace {
  readonly node: Text;
  readonly offset: number;
}

/** The text of an element, without what others' carets say, and where each of its letters is. */
function textPlaces(element: HTMLElement) {
  const texts: { readonly node: Text; readonly start: number }[] = [];
  let text = "";
  const walker = element.ownerDocument.createTreeWalker(
    element,
    NodeFilter.SHOW_ELEMENT | NodeFilter.SHOW_TEXT,
    (node) =>
      node instanceof Element && node.classList.contains("quire-caret")
        ? NodeFilter.FILTER_REJECT
        : NodeFilter.FILTER_ACCEPT,
  );
  for (let node = walker.nextNode(); node !== null; node = walker.nextNode()) {
    if (!(node instanceof Text)) continue;
    texts.push({ node, start: text.length });
    text += node.data;
  }
  let index = 0;
  /** Asked for from the front to the back. */
  const at = (offset: number, isStart: boolean): TextPlace => {
    const isBefore = ({ node, start }: (typeof texts)[number]) =>
      isStart ? start + node.length <= offset : start + node.length < offset;
    for (
      let here = texts[index];
      here !== undefined && isBefore(here) && index < texts.length - 1;
      here = texts[index]
    )
      index++;
    const { node, start } = texts[index] as (typeof texts)[number];
    return { node, offset: offset - start };
  };
  return { text, at };
}
