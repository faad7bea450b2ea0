import { isSealed, schema } from "@quire/schema";
import type { Attrs } from "prosemirror-model";
import { type EditorState, TextSelection, type Transaction } from "prosemirror-state";
import {
  type Block,
  isCode,
  isParagraph,
  noList,
  plain,
  selectedBlocks,
  setAttributes,
  shapeOf,
} from "../blocks.ts";
import type { Dispatch } from "./command.ts";

/** Gives the selected text blocks these attributes; code blocks among them become paragraphs first. */
export function turnInto(state: EditorState, dispatch: Dispatch | undefined, attrs: Attrs): boolean {
  const blocks = textBlocks(state);
  if (blocks.length === 0) return false;
  if (!dispatch) return true;
  const tr = state.tr;
  for (const { node, pos } of blocks) {
    const at = tr.mapping.map(pos);
    if (isCode(node))
      tr.setBlockType(at, at + node.nodeSize, schema.nodes.paragraph, { ...pick(node.attrs), ...attrs });
    else setAttributes(tr, at, attrs);
  }
  dispatch(tr.scrollIntoView());
  return true;
}

/** Turns the selected text blocks into plain paragraphs at the left edge. */
export function turnIntoPlain(state: EditorState, dispatch?: Dispatch): boolean {
  return turnInto(state, dispatch, plain);
}

/** A heading of this level. It leaves its list. */
export function headingAttributes(level: number): Attrs {
  return { ...noList, kind: "heading", level, indent: null };
}

/** Turns the selected text blocks into one code block, a line each; takes code blocks back to paragraphs. */
export function toggleCodeBlock(state: EditorState, dispatch?: Dispatch): boolean {
  const blocks = textBlocks(state);
  if (blocks.length === 0 || blocks.length !== selectedBlocks(state).length) return false;
  if (blocks.some(({ node }) => node.children.some(isSealed))) return false; // code holds nothing but letters
  if (blocks.every(({ node }) => isCode(node))) return turnInto(state, dispatch, {});
  dispatch?.(codeFrom(state.tr, blocks).scrollIntoView());
  return true;
}

/** A divider: in place of an empty paragraph's line, else below the block. The caret comes after it. */
export function insertDivider(state: EditorState, dispatch?: Dispatch): boolean {
  const block = selectedBlocks(state).at(-1);
  if (!block) return false;
  if (!dispatch) return true;
  const tr = state.tr;
  const rule = schema.nodes.horizontal_rule.create();
  const isEmptyLine = isParagraph(block.node) && block.node.content.size === 0;
  const at = isEmptyLine ? block.pos : block.pos + block.node.nodeSize;
  tr.insert(at, rule);
  const after = at + rule.nodeSize;
  if (isEmptyLine) setAttributes(tr, after, plain);
  if (!tr.doc.resolve(after).nodeAfter?.isTextblock) tr.insert(after, schema.nodes.paragraph.create());
  tr.setSelection(TextSelection.create(tr.doc, after + 1));
  dispatch(tr.scrollIntoView());
  return true;
}

/** The selected blocks that hold text. */
export function textBlocks(state: EditorState): readonly Block[] {
  return selectedBlocks(state).filter(({ node }) => node.isTextblock);
}

function codeFrom(tr: Transaction, blocks: readonly Block[]): Transaction {
  const [first, ...rest] = blocks;
  if (!first) return tr;
  const last = rest.at(-1) ?? first;
  if (rest.length === 0) {
    return tr.setBlockType(
      first.pos,
      first.pos + first.node.nodeSize,
      schema.nodes.code_block,
      pick(first.node.attrs),
    );
  }
  const lines = blocks.map(({ node }) => node.textBetween(0, node.content.size, null, "\n")).join("\n");
  const code = schema.nodes.code_block.create(pick(first.node.attrs), lines ? schema.text(lines) : null);
  tr.replaceWith(first.pos, last.pos + last.node.nodeSize, code);
  return tr.setSelection(TextSelection.create(tr.doc, first.pos + 1, first.pos + code.nodeSize - 1));
}

/** What a block keeps when its element has to be another one. */
function pick({ id, indent }: Attrs): Attrs {
  return { id, indent };
}

/** True if every selected text block passes. */
export function allBlocks(
  state: EditorState,
  test: (shape: ReturnType<typeof shapeOf>, block: Block) => boolean,
): boolean {
  const blocks = selectedBlocks(state);
  return (
    blocks.length > 0 && blocks.every((block) => block.node.isTextblock && test(shapeOf(block.node), block))
  );
}
