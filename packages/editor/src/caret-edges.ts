/** Where a caret is that is out of sight. */
export type Edge = "above" | "below";

/** Knows which carets are out of sight, and on which side. */
export interface CaretEdges {
  /** Looks where a caret's element is, from now on. */
  add(clientId: number, caret: Element): void;
  remove(caret: Node): void;
  /** Null for one that is in sight, or not painted yet. */
  edgeOf(clientId: number): Edge | null;
  close(): void;
}

/** Longer than any document. */
const endless = "10000000px";

/** What each of the two windows has of a caret. */
interface Seen {
  readonly clientId: number;
  readonly caret: Element;
  fromTop?: boolean;
  toBottom?: boolean;
}

/**
 * Two windows, that reach from what is in sight without end, one up and one down, tell whenever a caret enters or
 * leaves one of them: that is each way from above to below, also past what is in sight. Intersection observers know it
 * from the frame that is painted. Nothing has to ask where a caret is, which would lay the document out at a key.
 */
export function createCaretEdges(scroller: Element, changed: () => void): CaretEdges {
  const document = scroller.ownerDocument;
  const seen = new Map<Node, Seen>();
  const edges = new Map<number, Edge | null>();
  const observers: IntersectionObserver[] = [];

  const watch = (rootMargin: string, note: (one: Seen, isThere: boolean) => void) => {
    const Observer = document.defaultView?.IntersectionObserver;
    if (!Observer) return;
    const root = scroller === document.scrollingElement ? document : scroller;
    const read = (entries: readonly IntersectionObserverEntry[]) => {
      for (const { target, isIntersecting } of entries) {
        const one = seen.get(target);
        if (one) note(one, isIntersecting);
      }
      settle();
    };
    observers.push(new Observer(read, { root, rootMargin }));
  };
  const settle = () => {
    let isChanged = false;
    for (const one of seen.values()) {
      const edge = edgeIn(one);
      if (edge === undefined || edges.get(one.clientId) === edge) continue;
      edges.set(one.clientId, edge);
      isChanged = true;
    }
    if (isChanged) changed();
  };
  watch(`${endless} 0px 0px`, (one, isThere) => {
    one.fromTop = isThere;
  });
  watch(`0px 0px ${endless}`, (one, isThere) => {
    one.toBottom = isThere;
  });

  return {
    add(clientId, caret) {
      seen.set(caret, { clientId, caret });
      for (const observer of observers) observer.observe(caret);
    },
    remove(caret) {
      const gone = seen.get(caret);
      if (!gone) return;
      seen.delete(caret);
      for (const observer of observers) observer.unobserve(gone.caret);
      // One that is drawn anew is where it was until it is painted.
      const isDrawn = [...seen.values()].some(({ clientId }) => clientId === gone.clientId);
      if (!isDrawn && edges.delete(gone.clientId)) changed();
    },
    edgeOf: (clientId) => edges.get(clientId) ?? null,
    close() {
      for (const observer of observers) observer.disconnect();
      seen.clear();
    },
  };
}

/** Undefined until both windows have told. What neither of them has is hidden, and in no direction. */
function edgeIn({ fromTop, toBottom }: Seen): Edge | null | undefined {
  if (fromTop === undefined || toBottom === undefined) return undefined;
  if (fromTop === toBottom) return null;
  return fromTop ? "above" : "below";
}
