import { holdsBlocks, type ListKind, noteOf, readParagraphAttributes } from "@quire/schema";
import type { Attrs, Node, ResolvedPos } from "prosemirror-model";
import type { EditorState, Transaction } from "prosemirror-state";

/** A block, the position before it, and its index in its flow: the document, or the block that holds it. */
export interface Block {
  readonly node: Node;
  readonly pos: number;
  readonly index: number;
  readonly flow: Node;
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
  /** The footnote that it is of, by its name, or null. */
  readonly note: string | null;
}

/** The attributes of a plain paragraph: all left out of the shared document. */
export const plain: Attrs = {
  kind: null,
  level: null,
  list: null,
  indent: null,
  start: null,
  checked: null,
  name: null,
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
    note: noteOf(node.attrs),
  };
}

/** The blocks that the selection touches, of the innermost flow that holds it. One that it only reaches the very start of is not meant. */
export function selectedBlocks({ selection }: Pick<EditorState, "selection">): readonly Block[] {
  const { $from, $to, from } = selection;
  const depth = sharedFlow($from, $to);
  const flow = $from.node(depth);
  const first = $from.index(depth);
  const isAtStart =
    $to.depth > depth && $to.index(depth) > first && $to.pos - $to.before(depth + 1) === $to.depth - depth;
  const last = isAtStart || $to.depth === depth ? $to.index(depth) - 1 : $to.index(depth);
  const blocks: Block[] = [];
  let pos = $from.depth > depth ? $from.before(depth + 1) : from;
  for (let index = first; index <= last; index++) {
    const node = flow.child(index);
    blocks.push({ node, pos, index, flow });
    pos += node.nodeSize;
  }
  return blocks;
}

/** The selected blocks that hold text, whatever they stand in. A caption is none: it cannot become anything else. */
export function textBlocks({
  doc,
  selection: { ranges },
}: Pick<EditorState, "doc" | "selection">): readonly Block[] {
  const blocks: Block[] = [];
  for (const { $from, $to } of ranges) {
    doc.nodesBetween($from.pos, $to.pos, (node, pos, parent, index) => {
      const isOnlyReached = pos + 1 === $to.pos && blocks.length > 0;
      if (node.isTextblock && !isCaption(node) && parent && !isOnlyReached)
        blocks.push({ node, pos, index, flow: parent });
      return holdsBlocks(node);
    });
  }
  return blocks;
}

/** How deep the innermost flow is that holds both places. A table's rows and cells are no blocks: it is one itself. */
function sharedFlow($from: ResolvedPos, $to: ResolvedPos): number {
  let depth = $from.sharedDepth($to.pos);
  while (depth > 0 && !isFlow($from.node(depth))) depth--;
  return depth;
}

function isFlow(node: Node): boolean {
  return holdsBlocks(node) && node.type.contentMatch.defaultType?.isTextblock === true;
}

/** The text block that holds a caret; nothing when a range or a whole node is selected. */
export function caretBlock({ selection }: Pick<EditorState, "selection">): Block | undefined {
  const { $from, empty } = selection;
  const { depth, parent } = $from;
  if (!empty || depth === 0 || !parent.isTextblock) return undefined;
  return { node: parent, pos: $from.before(), index: $from.index(depth - 1), flow: $from.node(depth - 1) };
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

/** A paragraph, of whatever kind, in which nothing stands: no word, and no thing without words either. */
export function isBlank(node: Node): boolean {
  const isBreak = ({ type }: Node) => type.spec.linebreakReplacement === true;
  return isParagraph(node) && node.textContent === "" && node.children.every(isBreak);
}

/** A paragraph that is nothing else: no heading, quote or item, at the left edge. */
export function isPlain(node: Node): boolean {
  const { heading, quote, list, indent, note } = shapeOf(node);
  const isNothingElse = heading === null && quote === 0 && list === null && note === null;
  return isParagraph(node) && isNothingElse && indent === 0;
}

/** A picture, whose text is its caption. */
export function isCaption(node: Node): boolean {
  return node.type.name === "figure";
}

/** Code: its text is taken literally. */
export function isCode(node: Node): boolean {
  return node.type.spec.code === true;
}
