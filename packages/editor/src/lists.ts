import { maxIndent } from "@quire/schema";
import type { Attrs } from "prosemirror-model";
import type { EditorState } from "prosemirror-state";
import { type Block, type BlockShape, selectedBlocks, setAttributes, shapeOf } from "./blocks.ts";
import type { Dispatch } from "./commands/command.ts";

/** Puts the selected blocks, with all that hangs under them, one level deeper: at most one below the block above. */
export function indent(state: EditorState, dispatch?: Dispatch): boolean {
  const blocks = withDescendants(state);
  const first = blocks[0];
  const above = first?.flow.maybeChild(first.index - 1);
  if (!first || !above) return false;
  const { list, indent: depthAbove } = shapeOf(above);
  const deepest = list === null ? depthAbove : depthAbove + 1;
  if (shapeOf(first.node).indent + 1 > deepest) return false;
  if (blocks.some(({ node }) => !canIndent(node.attrs) || shapeOf(node).indent >= maxIndent)) return false;
  if (dispatch) dispatch(shift(state, blocks, 1));
  return true;
}

/** Puts the selected blocks, with all that hangs under them, one level up. */
export function outdent(state: EditorState, dispatch?: Dispatch): boolean {
  const blocks = withDescendants(state);
  if (!selectedBlocks(state).some(({ node }) => shapeOf(node).indent > 0)) return false;
  if (dispatch) dispatch(shift(state, blocks, -1));
  return true;
}

/** Ticks the selected tasks, or unticks them if all are ticked. Neither caret nor selection moves. */
export function toggleTasks(state: EditorState, dispatch?: Dispatch): boolean {
  const tasks = selectedBlocks(state).filter(({ node }) => shapeOf(node).list === "task");
  if (tasks.length === 0) return false;
  if (dispatch) {
    const checked = tasks.every(({ node }) => shapeOf(node).isChecked) ? null : true;
    const tr = state.tr;
    for (const { pos } of tasks) setAttributes(tr, pos, { checked });
    dispatch(tr);
  }
  return true;
}

/** An item, or what stands under one: where Tab means indent. */
export function isInList(state: EditorState): boolean {
  return selectedBlocks(state).some(({ node }) => shapeOf(node).list !== null || shapeOf(node).indent > 0);
}

/** What an empty block becomes when it leaves one level: a shallower item first, then a plain paragraph. */
export function oneLevelUp({ list, indent: depth, quote }: BlockShape): Attrs | null {
  if (depth > 0) return { indent: depth > 1 ? depth - 1 : null };
  if (list !== null) return { list: null, start: null, checked: null };
  if (quote > 1) return { level: quote > 2 ? quote - 1 : null };
  return quote === 1 ? { kind: null, level: null } : null;
}

/** The selected blocks and the deeper ones below them, which belong to the last. */
function withDescendants(state: EditorState): readonly Block[] {
  const blocks = [...selectedBlocks(state)];
  const last = blocks.at(-1);
  if (!last) return blocks;
  const { list, indent: depth } = shapeOf(last.node);
  let pos = last.pos + last.node.nodeSize;
  for (let index = last.index + 1; list !== null && index < last.flow.childCount; index++) {
    const node = last.flow.child(index);
    if (shapeOf(node).indent <= depth) break;
    blocks.push({ node, pos, index, flow: last.flow });
    pos += node.nodeSize;
  }
  return blocks;
}

function shift(state: EditorState, blocks: readonly Block[], by: 1 | -1) {
  const tr = state.tr;
  for (const { node, pos } of blocks) {
    const depth = shapeOf(node).indent + by;
    setAttributes(tr, pos, { indent: depth > 0 ? depth : null });
  }
  return tr.scrollIntoView();
}

function canIndent(attrs: Attrs): boolean {
  return "indent" in attrs;
}

/** Whether an ordered item typed with this number goes on with the list above, or starts one at the number. */
export function startFor({ index, node, flow }: Block, number: number): number | null {
  const own = shapeOf(node);
  let next = 1;
  for (let above = 0; above < index; above++) {
    const { list, indent: depth, start, quote } = shapeOf(flow.child(above));
    if (depth > own.indent) continue;
    const isSibling = depth === own.indent && list === "ordered" && quote === own.quote;
    next = isSibling ? (start ?? next) + 1 : 1;
  }
  return number === next || (number === 1 && next > 1) ? null : number;
}
