import type { Node } from "prosemirror-model";
import type { EditorState } from "prosemirror-state";
import { caretBlock, isCode, isPlain, noList, setAttributes, shapeOf } from "./blocks.ts";
import type { Dispatch } from "./commands/command.ts";
import { turnInto } from "./commands/turn-into.ts";

/** Backspace before the first character first makes the block a paragraph; it keeps its depth under an item. */
export function becomeParagraph(state: EditorState, dispatch?: Dispatch): boolean {
  const block = caretBlock(state);
  if (!block || state.selection.$from.parentOffset > 0) return false;
  if (isCode(block.node)) return turnInto(state, dispatch, {});
  const { heading, quote, list, note } = shapeOf(block.node);
  if (heading === null && quote === 0 && list === null && note === null) return false;
  const attrs = { ...noList, kind: null, level: null, name: null };
  dispatch?.(setAttributes(state.tr, block.pos, attrs).scrollIntoView());
  return true;
}

/** Backspace below an empty plain line takes that line away, so that the words keep their own block. */
export function removeLineAbove(state: EditorState, dispatch?: Dispatch): boolean {
  const block = caretBlock(state);
  const above = block?.flow.maybeChild(block.index - 1);
  if (!block || !above || state.selection.$from.parentOffset > 0 || !isEmptyLine(above)) return false;
  if (block.node.content.size === 0) return false;
  dispatch?.(state.tr.delete(block.pos - above.nodeSize, block.pos).scrollIntoView());
  return true;
}

/** Delete in an empty plain line takes the line away, so that what follows stays what it is. */
export function removeOwnLine(state: EditorState, dispatch?: Dispatch): boolean {
  const block = caretBlock(state);
  if (!block || !isEmptyLine(block.node)) return false;
  if (!block.flow.maybeChild(block.index + 1)?.isTextblock) return false;
  dispatch?.(state.tr.delete(block.pos, block.pos + block.node.nodeSize).scrollIntoView());
  return true;
}

function isEmptyLine(node: Node): boolean {
  return isPlain(node) && node.content.size === 0;
}
