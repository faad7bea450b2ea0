/** On which side of its caret a flag is whole: below on the first line, to the left at the far edge. */
export interface FlagSide {
  readonly isBelow: boolean;
  readonly isEnd: boolean;
}

/** Finds the sides of flags. */
export interface FlagSideFinder {
  /** Looks where a caret and its flag are when they are laid out next. */
  ask(caret: Element, text: Element): void;
  close(): void;
}

/**
 * Lets an intersection observer tell where things are, which knows it from the frame that is painted. An element that is asked
 * itself lays the whole document out at once, before the next change to it: two thirds of a keystroke in ten thousand blocks.
 */
export function createFlagSideFinder(found: (caret: Element, side: FlagSide) => void): FlagSideFinder {
  const asked = new Map<Element, Element>();
  let observer: IntersectionObserver | undefined;
  const read = (entries: readonly IntersectionObserverEntry[]) => {
    const rects = new Map(entries.map(({ target, boundingClientRect }) => [target, boundingClientRect]));
    for (const [caret, text] of asked) {
      const [place, room] = [rects.get(caret), rects.get(text)];
      if (!place || !room) continue;
      asked.delete(caret);
      const flag = caret.firstElementChild && rects.get(caret.firstElementChild);
      if (caret.isConnected) found(caret, sideOf(place, flag, room));
    }
    for (const target of rects.keys()) {
      const isAsked = [...asked].some(([caret, text]) => text === target || caret.contains(target));
      if (!isAsked) observer?.unobserve(target);
    }
  };
  return {
    ask(caret, text) {
      const Observer = text.ownerDocument.defaultView?.IntersectionObserver;
      if (!Observer) return;
      observer ??= new Observer(read);
      asked.set(caret, text);
      // It tells of whatever it begins to watch.
      for (const target of [text, caret, ...caret.children]) {
        observer.unobserve(target);
        observer.observe(target);
      }
    },
    close() {
      observer?.disconnect();
      asked.clear();
    },
  };
}

function sideOf(caret: DOMRect, flag: DOMRect | null | undefined, text: DOMRect): FlagSide {
  return {
    isBelow: caret.top - text.top < (flag?.height ?? 0),
    isEnd: caret.left + (flag?.width ?? 0) > text.right,
  };
}
