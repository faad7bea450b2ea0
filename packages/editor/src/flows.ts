import { holdsBlocks, maxIndent, schema } from "@quire/schema";
import type { Attrs, Node, NodeType } from "prosemirror-model";
import {
  type EditorState,
  NodeSelection,
  Selection,
  TextSelection,
  type Transaction,
} from "prosemirror-state";
import { liftTarget } from "prosemirror-transform";
import { type Block, caretBlock, isPlain, selectedBlocks, setAttributes, shapeOf } from "./blocks.ts";
import type { Dispatch } from "./commands/command.ts";
import { isFlow } from "./moving/block-run.ts";

// Blocks that hold blocks, whichever they are: what goes in, and what comes out. An element that goes into another or out of
// it is another one in the shared document, so none is moved but those that somebody means.

/**
 * Puts the selected blocks into a new block of this type. It stands where the first of them stood in its list. A block that
 * holds blocks, and is itself selected, becomes one of this type.
 */
export function wrapIn(state: EditorState, type: NodeType, attrs: Attrs, dispatch?: Dispatch): boolean {
  const { selection } = state;
  if (selection instanceof NodeSelection && isFlow(selection.node))
    return reframe(state, selection, type, attrs, dispatch);
  const blocks = selectedBlocks(state);
  const [first] = blocks;
  const last = blocks.at(-1);
  if (!first || !last || !first.flow.canReplaceWith(first.index, last.index + 1, type)) return false;
  if (!dispatch) return true;
  const tr = state.tr;
  const depth = Math.min(...blocks.map(({ node }) => shapeOf(node).indent));
  for (const { node, pos } of blocks) {
    const inside = shapeOf(node).indent - depth;
    setAttributes(tr, pos, { indent: inside > 0 ? inside : null });
  }
  const from = tr.doc.resolve(first.pos + 1);
  const to = tr.doc.resolve(last.pos + last.node.nodeSize - 1);
  const range = from.blockRange(to, (flow) => flow === tr.doc.resolve(first.pos).parent);
  if (!range) return false;
  tr.wrap(range, [{ type, attrs: { ...attrs, indent: depth > 0 ? depth : null } }]);
  dispatch(tr.scrollIntoView());
  return true;
}

function reframe(
  { tr }: EditorState,
  { from, node }: NodeSelection,
  type: NodeType,
  attrs: Attrs,
  dispatch?: Dispatch,
): boolean {
  const { id, indent } = node.attrs;
  tr.setNodeMarkup(from, type, { ...attrs, id, indent });
  dispatch?.(tr.setSelection(NodeSelection.create(tr.doc, from)).scrollIntoView());
  return true;
}

/** The innermost block of this type that holds the selection, or is selected. */
export function flowAround({ selection }: EditorState, type: NodeType): (Block & { depth: number }) | null {
  const { $from, $to } = selection;
  if (selection instanceof NodeSelection && selection.node.type === type) {
    const depth = $from.depth + 1;
    return { node: selection.node, depth, pos: $from.pos, index: $from.index(), flow: $from.parent };
  }
  for (let depth = $from.sharedDepth($to.pos); depth > 0; depth--) {
    const node = $from.node(depth);
    if (node.type === type)
      return {
        node,
        depth,
        pos: $from.before(depth),
        index: $from.index(depth - 1),
        flow: $from.node(depth - 1),
      };
  }
  return null;
}

/** Takes a block that holds blocks away from around them. */
export function unwrap(
  state: EditorState,
  { node, pos, depth }: Block & { depth: number },
  dispatch?: Dispatch,
): boolean {
  if (!dispatch) return true;
  const tr = state.tr;
  if (node.childCount === 0) return emptied(tr.delete(pos, pos + node.nodeSize), pos, dispatch);
  const indent = shapeOf(node).indent;
  let at = pos + 1;
  for (const child of node.children) {
    if (indent > 0 && "indent" in child.attrs)
      setAttributes(tr, at, { indent: Math.min(maxIndent, shapeOf(child).indent + indent) });
    at += child.nodeSize;
  }
  const first = tr.doc.resolve(pos + 2);
  const range = first.blockRange(
    tr.doc.resolve(pos + node.nodeSize - 2),
    (flow) => flow === first.node(depth),
  );
  const target = range && liftTarget(range);
  if (!range || target === null || target === undefined) return false;
  dispatch(tr.lift(range, target).scrollIntoView());
  return true;
}

function emptied(tr: Transaction, pos: number, dispatch: Dispatch): boolean {
  dispatch(tr.setSelection(Selection.near(tr.doc.resolve(pos))).scrollIntoView());
  return true;
}

/** Enter in an empty last line of a block that holds blocks goes on below it. */
export function leaveFlow(state: EditorState, dispatch?: Dispatch): boolean {
  const block = caretBlock(state);
  if (!block || !isInFlow(state) || !isPlain(block.node) || block.node.content.size > 0) return false;
  if (block.index === 0 || block.index + 1 < block.flow.childCount || !isBlock(block.flow)) return false;
  if (!dispatch) return true;
  const { $from } = state.selection;
  const tr = state.tr.delete(block.pos, block.pos + block.node.nodeSize);
  return addBelow(tr, tr.mapping.map($from.after(-1)), block.flow, dispatch);
}

/** Mod-Enter in a block that holds blocks goes on below it, whatever it is in the middle of: in the empty line there, if there is one. */
export function goBelowFlow(state: EditorState, dispatch?: Dispatch): boolean {
  if (!isInFlow(state)) return false;
  if (!dispatch) return true;
  const { $to } = state.selection;
  const depth = flowDepth(state);
  const after = $to.after(depth);
  const next = state.doc.resolve(after).nodeAfter;
  if (next === null || !isPlain(next) || next.content.size > 0)
    return addBelow(state.tr, after, $to.node(depth), dispatch);
  dispatch(state.tr.setSelection(TextSelection.create(state.doc, after + 1)).scrollIntoView());
  return true;
}

function addBelow(tr: Transaction, at: number, flow: Node, dispatch: Dispatch): boolean {
  const { indent } = flow.attrs;
  tr.insert(at, schema.nodes.paragraph.create({ indent: typeof indent === "number" ? indent : null }));
  dispatch(tr.setSelection(TextSelection.create(tr.doc, at + 1)).scrollIntoView());
  return true;
}

/** Backspace before the first character of a block that holds blocks takes its first line out, and leaves it the others. */
export function liftFirstLine(state: EditorState, dispatch?: Dispatch): boolean {
  const block = caretBlock(state);
  if (!block || !isInFlow(state) || block.index > 0 || state.selection.$from.parentOffset > 0) return false;
  const { $from } = state.selection;
  const range = $from.blockRange($from);
  const target = range && liftTarget(range);
  if (!range || target === null || target === undefined) return false;
  if (!dispatch) return true;
  const tr = state.tr;
  const { indent } = block.flow.attrs;
  if (typeof indent === "number") setAttributes(tr, block.pos, { indent });
  dispatch(tr.lift(range, target).scrollIntoView());
  return true;
}

/** Backspace in an empty line below a block that holds blocks takes the line away: it is not to go into that block. */
export function removeLineBelowFlow(state: EditorState, dispatch?: Dispatch): boolean {
  const block = caretBlock(state);
  const above = block?.flow.maybeChild(block.index - 1);
  if (!block || !above || !holdsBlocks(above) || block.node.content.size > 0) return false;
  if (!dispatch) return true;
  const tr = state.tr.delete(block.pos, block.pos + block.node.nodeSize);
  dispatch(tr.setSelection(Selection.near(tr.doc.resolve(block.pos), -1)).scrollIntoView());
  return true;
}

function isInFlow({ selection: { $from } }: EditorState): boolean {
  return $from.depth > 1 && $from.parent.isTextblock;
}

/** How deep the innermost block is that holds the selection's block; a cell is none, but a part of its table. */
function flowDepth({ selection: { $to } }: EditorState): number {
  let depth = $to.depth - 1;
  while (depth > 1 && !isBlock($to.node(depth))) depth--;
  return depth;
}

/** Whether the node stands in a flow by itself: no cell of a table does. */
function isBlock({ type }: Node): boolean {
  return type.isInGroup("block");
}
