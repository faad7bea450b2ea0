/** Folds and unfolds one drawn block. */
export interface FoldControl {
  readonly isFolded: boolean;
  set(isFolded: boolean): void;
}

/** What this reader has folded away, and nobody else. It lasts as long as the page. */
export interface Folds {
  /** Says by what the block drawn in this element is folded. Called when the element is made. */
  attach(element: HTMLElement, control: FoldControl): void;
  /** By what the block that is drawn there is folded. */
  of(drawn: Node | null): FoldControl | undefined;
  /** Whether a block of this id was folded when it was drawn last. */
  isFolded(id: unknown): boolean;
  remember(id: unknown, isFolded: boolean): void;
}

/** Folds of one editor, none at first. */
export function createFolds(): Folds {
  const controls = new WeakMap<Node, FoldControl>();
  const folded = new Set<unknown>();
  return {
    attach: (element, control) => controls.set(element, control),
    of: (drawn) => (drawn ? controls.get(drawn) : undefined),
    isFolded: (id) => folded.has(id),
    remember(id, isFolded) {
      // A block has no id before it is edited: what folds it is then all that knows.
      if (typeof id !== "string" || !isFolded) folded.delete(id);
      else folded.add(id);
    },
  };
}
