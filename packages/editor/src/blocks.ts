import { type ListKind, readParagraphAttributes } from "@quire/schema";
import type { Attrs, Node } from "prosemirror-model";
import type { EditorState, Transaction } from "prosemirror-state";

/** A block of the document and the position before it. */
export interface Block {
  readonly node: Node;
  readonly pos: number;
  readonly index: number;
}

/** What a block is, read from its attributes with care: in a shared document they can hold anything. */
export interface BlockShape {
  /** The heading's level, or null. */
  readonly heading: number | null;
  /** How deep in quotes it is; 0 is outside. */
  readonly quote: number;
  readonly list: ListKind | null;
  readonly indent: number;
  readonly start: number | null;
  readonly isChecked: boolean;
}

/** The attributes of a plain paragraph: all left out of the shared document. */
export const plain: Attrs = {
  kind: null,
  level: null,
  list: null,
  indent: null,
  start: null,
  checked: null,
};

/** What no list item and no continuation of one has. */
export const noList: Attrs = { list: null, start: null, checked: null };

/** The shape of any block; what is out of range counts as left out. */
export function shapeOf(node: Node): BlockShape {
  const { kind, level, list, indent, start, checked } = readParagraphAttributes(node.attrs);
  return {
    heading: kind === "heading" ? (level ?? 1) : null,
    quote: kind === "quote" ? (level ?? 1) : 0,
    list,
    indent: indent ?? 0,
    start,
    isChecked: checked === true,
  };
}

/** The blocks that the selection touches. One that it only reaches the very start of is not meant. */
export function selectedBlocks({ doc, selection }: Pick<EditorState, "doc" | "selection">): readonly Block[] {
  const { $from, $to, from, to } = selection;
  const reachesOnlyStart =
    $to.depth > 0 && $to.parentOffset === 0 && to > from && $to.index(0) > $from.index(0);
  const last = reachesOnlyStart || $to.depth === 0 ? $to.index(0) - 1 : $to.index(0);
  const blocks: Block[] = [];
  let pos = $from.depth > 0 ? $from.before(1) : from;
  for (let index = $from.index(0); index <= last; index++) {
    const node = doc.child(index);
    blocks.push({ node, pos, index });
    pos += node.nodeSize;
  }
  return blocks;
}

/** The text block that holds a caret; nothing when a range or a whole node is selected. */
export function caretBlock({ selection }: Pick<EditorState, "selection">): Block | undefined {
  const { $from, empty } = selection;
  if (!empty || $from.depth === 0 || !$from.parent.isTextblock) return undefined;
  return { node: $from.node(1), pos: $from.before(1), index: $from.index(0) };
}

/**
 * Changes attributes and nothing else: the block stays the same element in the shared document, so what someone
 * else is typing in it survives.
 */
export function setAttributes(tr: Transaction, pos: number, attrs: Attrs): Transaction {
  const node = tr.doc.nodeAt(pos);
  for (const name in attrs) {
    if (node && name in node.attrs && node.attrs[name] !== attrs[name]) {
      tr.setNodeAttribute(pos, name, attrs[name]);
    }
  }
  return tr;
}

/** A block that is a paragraph of any kind, as opposed to code or a divider. */
export function isParagraph(node: Node): boolean {
  return node.type.name === "paragraph";
}

/** A paragraph that is nothing else: no heading, quote or item, at the left edge. */
export function isPlain(node: Node): boolean {
  const { heading, quote, list, indent } = shapeOf(node);
  return isParagraph(node) && heading === null && quote === 0 && list === null && indent === 0;
}

/** Code: its text is taken literally. */
export function isCode(node: Node): boolean {
  return node.type.spec.code === true;
}
