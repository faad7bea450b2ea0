import { holdsBlocks, isSealed, schema } from "@quire/schema";
import type { Attrs, Node } from "prosemirror-model";
import { type EditorState, TextSelection, type Transaction } from "prosemirror-state";
import {
  type Block,
  isCaption,
  isCode,
  isParagraph,
  noList,
  plain,
  selectedBlocks,
  setAttributes,
  shapeOf,
  textBlocks,
} from "../blocks.ts";
import { spellThings } from "../inline-things.ts";
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
  const selected = selectedBlocks(state);
  // What stands between them would go: a picture, the lines of another block.
  const areAll =
    blocks.length === selected.length && blocks.every(({ pos }, at) => pos === selected[at]?.pos);
  if (blocks.length === 0 || !areAll) return false;
  if (blocks.some(({ node }) => node.children.some(hasNoWords))) return false; // code holds nothing but letters
  if (blocks.every(({ node }) => isCode(node))) return turnInto(state, dispatch, {});
  dispatch?.(codeFrom(state.tr, blocks).scrollIntoView());
  return true;
}

/** Whether a thing in a line could not be spelled: what is sealed, a picture that nobody described, the sign of a footnote. */
function hasNoWords(thing: Node): boolean {
  const isBreak = thing.type.spec.linebreakReplacement === true;
  return isSealed(thing) || (!thing.isText && !isBreak && thing.textContent === "");
}

/** Turns the selected text blocks into a formula's source. */
export function toggleMath(state: EditorState, dispatch?: Dispatch): boolean {
  return codeIn("math", state, dispatch);
}

/** Turns the selected text blocks into a diagram's source. */
export function toggleDiagram(state: EditorState, dispatch?: Dispatch): boolean {
  return codeIn("mermaid", state, dispatch);
}

function codeIn(language: string, state: EditorState, dispatch?: Dispatch): boolean {
  return toggleCodeBlock(
    state,
    dispatch &&
      ((tr) => {
        const { $from } = tr.selection;
        if (isCode($from.parent)) setAttributes(tr, $from.before(), { language });
        dispatch(tr);
      }),
  );
}

/** A divider, with the caret after it. */
export function insertDivider(state: EditorState, dispatch?: Dispatch): boolean {
  return insertLeaf(state, schema.nodes.horizontal_rule.create(), dispatch);
}

/** A block without text: in place of an empty paragraph's line, else below the block. The caret comes after it. */
export function insertLeaf(state: EditorState, leaf: Node, dispatch?: Dispatch): boolean {
  const block = selectedBlocks(state).at(-1);
  if (!block) return false;
  if (!dispatch) return true;
  const tr = state.tr;
  const isEmptyLine = isParagraph(block.node) && block.node.content.size === 0;
  const at = isEmptyLine ? block.pos : block.pos + block.node.nodeSize;
  tr.insert(at, leaf);
  const after = at + leaf.nodeSize;
  if (isEmptyLine) setAttributes(tr, after, plain);
  if (!tr.doc.resolve(after).nodeAfter?.isTextblock) tr.insert(after, schema.nodes.paragraph.create());
  tr.setSelection(TextSelection.create(tr.doc, after + 1));
  dispatch(tr.scrollIntoView());
  return true;
}

function codeFrom(tr: Transaction, blocks: readonly Block[]): Transaction {
  const [first, ...rest] = blocks;
  if (!first) return tr;
  const last = rest.at(-1) ?? first;
  if (rest.length === 0) {
    spellThings(tr, first);
    return tr.setBlockType(first.pos, first.pos + 1, schema.nodes.code_block, pick(first.node.attrs));
  }
  const lines = blocks.map(({ node }) => node.textContent).join("\n");
  const code = schema.nodes.code_block.create(pick(first.node.attrs), lines ? schema.text(lines) : null);
  tr.replaceWith(first.pos, last.pos + last.node.nodeSize, code);
  return tr.setSelection(TextSelection.create(tr.doc, first.pos + 1, first.pos + code.nodeSize - 1));
}

/** What a block keeps when its element has to be another one. */
function pick({ id, indent }: Attrs): Attrs {
  return { id, indent };
}

/** True if every selected block is text, and passes. */
export function allBlocks(
  state: EditorState,
  test: (shape: ReturnType<typeof shapeOf>, block: Block) => boolean,
): boolean {
  const blocks = selectedBlocks(state).flatMap((block) =>
    holdsBlocks(block.node) ? textBlocks(state) : block,
  );
  return (
    blocks.length > 0 &&
    blocks.every(
      (block) => block.node.isTextblock && !isCaption(block.node) && test(shapeOf(block.node), block),
    )
  );
}
