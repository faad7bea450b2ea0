import type { Node } from "prosemirror-model";
import { Plugin, PluginKey, type Transaction } from "prosemirror-state";
import { Decoration, DecorationSet } from "prosemirror-view";
import { changedBlocks } from "./block-ids.ts";
import { type BlockShape, shapeOf } from "./blocks.ts";
import { type ListPosition, listPositions } from "./list-positions.ts";

const key = new PluginKey<DecorationSet>("list-numbers");

/**
 * Tells each list item where it stands in its list, as a decoration that its view reads. Typing only moves the
 * decorations; they are counted anew when a block joins, leaves or changes a list.
 */
export function listNumbersPlugin(): Plugin<DecorationSet> {
  const shapes = new WeakMap<Node, BlockShape>();
  const shape = (node: Node): BlockShape => {
    const known = shapes.get(node) ?? shapeOf(node);
    shapes.set(node, known);
    return known;
  };
  return new Plugin<DecorationSet>({
    key,
    state: {
      init: (_config, state) => count(state.doc, shape),
      apply(tr, before) {
        if (!tr.docChanged) return before;
        const moved = before.map(tr.mapping, tr.doc);
        return staysCounted(tr, moved, shape) ? moved : count(tr.doc, shape);
      },
    },
    props: { decorations: (state) => key.getState(state) },
  });
}

/** The place in its list that a block was decorated with, if it is an item. */
export function listPositionIn(decorations: readonly Decoration[]): ListPosition | null {
  for (const { spec } of decorations) if (isListPosition(spec)) return spec;
  return null;
}

function isListPosition(spec: unknown): spec is ListPosition {
  return typeof spec === "object" && spec !== null && "position" in spec && "size" in spec;
}

/** True if nothing that is counted changed, and every item that was drawn anew still has its decoration. */
function staysCounted(tr: Transaction, moved: DecorationSet, shape: (node: Node) => BlockShape): boolean {
  const { from, to, oldTo, pos } = changedBlocks(tr.before, tr.doc);
  if (to !== oldTo) return false;
  let start = pos;
  for (let index = from; index < to; index++) {
    const node = tr.doc.child(index);
    const now = shape(node);
    if (!isCountedAlike(shape(tr.before.child(index)), now)) return false;
    if (now.list !== null && moved.find(start + 1, start + 1, isListPosition).length === 0) return false;
    start += node.nodeSize;
  }
  return true;
}

function isCountedAlike(a: BlockShape, b: BlockShape): boolean {
  return a.list === b.list && a.indent === b.indent && a.start === b.start && a.quote === b.quote;
}

function count(doc: Node, shape: (node: Node) => BlockShape): DecorationSet {
  const positions = listPositions(doc.children.map(shape));
  const decorations: Decoration[] = [];
  doc.forEach((node, pos, index) => {
    const position = positions[index];
    if (position) decorations.push(Decoration.node(pos, pos + node.nodeSize, {}, { ...position }));
  });
  return DecorationSet.create(doc, decorations);
}
