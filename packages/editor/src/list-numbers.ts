import type { Node } from "prosemirror-model";
import { Plugin } from "prosemirror-state";
import type { EditorView } from "prosemirror-view";
import { type BlockShape, shapeOf } from "./blocks.ts";
import { blockStart, type ChangedFlow, changedFlows } from "./changed-blocks.ts";
import { isOutsideLists, type ListPosition, listPositions } from "./list-positions.ts";

/** Shows an item's place in its list. */
export type ShowPosition = (position: ListPosition) => void;

/** Counts the items of a document and tells their views. */
export interface ListNumbers {
  /** Says how the number of the block drawn in this element is shown. Called when the element is made. */
  attach(element: HTMLElement, node: Node, show: ShowPosition): void;
  plugin(): Plugin;
}

type Positions = readonly (ListPosition | null)[];

/**
 * Tells each item's view where the item stands in its list. They are told directly and not by decorations, which cost
 * ProseMirror the number of items times the number of blocks at each keystroke. Typing counts nothing anew; that is
 * done when a block joins, leaves or changes a list.
 */
export function createListNumbers(): ListNumbers {
  const shapes = new WeakMap<Node, BlockShape>();
  const known = new WeakMap<Node, ListPosition>();
  // By element: ProseMirror keeps a view for a node that is equal to the one it was made for, and tells nobody.
  const shown = new WeakMap<globalThis.Node, ShowPosition>();
  const counted = new WeakMap<Node, Positions>();

  const shape = (node: Node): BlockShape => {
    const found = shapes.get(node) ?? shapeOf(node);
    shapes.set(node, found);
    return found;
  };
  const tell = (
    node: Node,
    position: ListPosition | null | undefined,
    drawn: globalThis.Node | null | undefined,
  ) => {
    if (!position) return;
    known.set(node, position);
    if (drawn) shown.get(drawn)?.(position);
  };
  const count = (view: EditorView, flow: Node, start: number) => {
    const positions = listPositions(flow.children.map(shape));
    counted.set(flow, positions);
    if (positions.every((position) => position === null)) return;
    const elements = blockElements(view, start);
    flow.children.forEach((node, index) => {
      tell(node, positions[index], elements[index]);
    });
  };
  const follow = (view: EditorView, changed: ChangedFlow) => {
    const { before, after, start, from, to, oldTo } = changed;
    const positions = before && counted.get(before);
    if (!positions) return count(view, after, start);
    const old = before.children.slice(from, oldTo).map(shape);
    const now = after.children.slice(from, to).map(shape);
    if (isOutsideLists(from === 0 ? undefined : shape(after.child(from - 1)), old, now)) {
      // As many without a number as before: nearly every key.
      const isSame = to === oldTo;
      const rest = () => [...positions.slice(0, from), ...now.map(() => null), ...positions.slice(oldTo)];
      counted.set(after, isSame ? positions : rest());
      return;
    }
    if (!areCountedAlike(old, now)) return count(view, after, start);
    counted.set(after, positions);
    for (let index = from; index < to; index++) {
      if (positions[index])
        tell(after.child(index), positions[index], view.nodeDOM(start + blockStart(after, index)));
    }
  };
  return {
    attach(element, node, show) {
      shown.set(element, show);
      const position = known.get(node);
      if (position) show(position);
    },
    plugin: () =>
      new Plugin({
        view(view) {
          for (const flow of changedFlows(null, view.state.doc)) count(view, flow.after, flow.start);
          return {
            update(updated, { doc }) {
              if (updated.state.doc === doc) return;
              for (const flow of changedFlows(doc, updated.state.doc)) follow(updated, flow);
            },
          };
        },
      }),
  };
}

/** The elements of a flow's blocks in order: all of its element's children but those that decorations put between them. */
function blockElements(view: EditorView, start: number): readonly Element[] {
  const { node } = start === 0 ? { node: view.dom } : view.domAtPos(start, 0);
  const children = node instanceof Element ? [...node.children] : [];
  return children.filter((element) => !element.classList.contains("ProseMirror-widget"));
}

function areCountedAlike(some: readonly BlockShape[], others: readonly BlockShape[]): boolean {
  if (some.length !== others.length) return false;
  return some.every((a, index) => {
    const b = others[index];
    return a.list === b?.list && a.indent === b.indent && a.start === b.start && a.quote === b.quote;
  });
}
