import type { Node } from "prosemirror-model";
import type * as Y from "yjs";

/**
 * What the view shows, part by part, beside what it was read from. The tree has the shape of the shared types: an element's
 * parts are its children, in order, also those that are not drawn.
 */
export type Part = ElementPart | TextPart | SealedPart | FilledPart;

/** A node of the view for an element of the shared document, or the document itself for the fragment. */
export class ElementPart {
  readonly kind = "element";
  readonly type: Y.XmlElement | Y.XmlFragment;
  node: Node;
  parts: readonly Part[];
  parent: ElementPart | null = null;

  constructor(type: Y.XmlElement | Y.XmlFragment, node: Node, parts: readonly Part[]) {
    this.type = type;
    this.node = node;
    this.parts = parts;
    for (const part of parts) part.parent = this;
  }

  get item(): Y.Item | null {
    return this.type._item;
  }

  get size(): number {
    return this.node.nodeSize;
  }
}

/** A stretch of a shared text that the schema cannot show, as Yjs tells of it. */
export interface SealedText {
  readonly insert: string | object;
  readonly attributes: Readonly<Record<string, unknown>>;
}

/** Where it is, and the thing that it is drawn as; null where it is left out of the view. */
export interface SealedSpan extends SealedText {
  readonly index: number;
  readonly length: number;
  readonly node: Node | null;
}

/** A shared text. Several may stand side by side, and be drawn as one. */
export class TextPart {
  readonly kind = "text";
  readonly type: Y.XmlText;
  /** In order. */
  sealed: readonly SealedSpan[] = [];
  parent: ElementPart | null = null;
  #size = 0;

  constructor(type: Y.XmlText, sealed: readonly SealedSpan[], length: number) {
    this.type = type;
    this.reset(sealed, length);
  }

  get item(): Y.Item | null {
    return this.type._item;
  }

  /** How much of the view it takes, as of the last `reset`: the shared text may be ahead. */
  get size(): number {
    return this.#size;
  }

  reset(sealed: readonly SealedSpan[], length: number): void {
    this.sealed = sealed;
    this.#size = length;
    for (const span of sealed) this.#size -= span.length - (span.node?.nodeSize ?? 0);
  }

  /** The index in the shared text of an offset in the view. */
  indexAt(offset: number): number {
    let index = offset;
    for (const span of this.sealed) {
      const size = span.node?.nodeSize ?? 0;
      // What is not drawn lies before whatever comes after it.
      if (size === 0 ? index < span.index : index <= span.index) break;
      index += span.length - size;
    }
    return index;
  }

  /** The offset in the view of an index in the shared text. */
  offsetAt(index: number): number {
    let offset = index;
    for (const span of this.sealed) {
      if (index <= span.index) break;
      const size = span.node?.nodeSize ?? 0;
      offset -= Math.min(index - span.index, span.length) - (index >= span.index + span.length ? size : 0);
    }
    return offset;
  }
}

/** What the schema cannot show. */
export class SealedPart {
  readonly kind = "sealed";
  readonly item: Y.Item;
  /** Null where it is left out of the view. */
  node: Node | null;
  parent: ElementPart | null = null;

  constructor(item: Y.Item, node: Node | null) {
    this.item = item;
    this.node = node;
  }

  get size(): number {
    return this.node?.nodeSize ?? 0;
  }
}

/** What is in the view only, since the schema asks for something there. */
export class FilledPart {
  readonly kind = "filled";
  readonly item = null;
  node: Node;
  parent: ElementPart | null = null;

  constructor(node: Node) {
    this.node = node;
  }

  get size(): number {
    return this.node.nodeSize;
  }
}

/** The node of a part that is one. */
export function nodeOf(part: Part): Node | null {
  return part.kind === "text" ? null : part.node;
}

/**
 * Whether each part is drawn as one child of the node: the place of one finds the other. Nearly all elements that hold blocks
 * are like that, and may hold ten thousand.
 */
export function isEven({ node, parts }: ElementPart): boolean {
  return parts.length === node.childCount && !node.inlineContent;
}

/** How much of the view a node's first children take. */
export function sizeOfFirst(node: Node, count: number): number {
  let size = 0;
  for (let index = 0; index < count; index++) size += node.child(index).nodeSize;
  return size;
}

/** Where the part's node, or its text, starts in the view. */
export function startOf(part: Part): number {
  const { parent } = part;
  if (parent === null) return -1;
  let pos = startOf(parent) + 1;
  if (isEven(parent)) return pos + sizeOfFirst(parent.node, parent.parts.indexOf(part));
  for (const sibling of parent.parts) {
    if (sibling === part) return pos;
    pos += sibling.size;
  }
  throw new RangeError("a part is not among its parent's");
}

/** Sets the nodes of a part, and of those in it that have changed, to the view's own. */
export function adopt(part: Part, node: Node): void {
  if (part.kind === "text" || part.node === node) return;
  part.node = node;
  if (part.kind === "element") adoptChildren(part);
}

/** The same for the parts of one whose node is the view's own. */
export function adoptChildren(part: ElementPart): void {
  const { node, parts } = part;
  if (isEven(part)) {
    for (const [index, child] of parts.entries()) adopt(child, node.child(index));
    return;
  }
  let offset = 0;
  let index = 0;
  for (const child of parts) {
    // Texts side by side are drawn as one, so an index does not find what stands between them.
    const now = node.inlineContent ? node.nodeAt(offset) : node.maybeChild(index);
    if (child.size > 0 && now) adopt(child, now);
    if (child.size > 0) index++;
    offset += child.size;
  }
}
