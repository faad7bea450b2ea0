import type { Node } from "prosemirror-model";
import { Plugin } from "prosemirror-state";
import type { EditorView } from "prosemirror-view";
import { type BlockShape, shapeOf } from "./blocks.ts";
import { blockStart, changedBlocks } from "./changed-blocks.ts";
import { isOutsideLists, type ListPosition, listPositions } from "./list-positions.ts";

/** Shows an item's place in its list. */
export type ShowPosition = (position: ListPosition) => void;

/** Counts the items of a document and tells their views. */
export interface ListNumbers {
  /** Says how the number of the block drawn in this element is shown. Called when the element is made. */
  attach(element: HTMLElement, node: Node, show: ShowPosition): void;
  plugin(): Plugin;
}

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
  let positions: readonly (ListPosition | null)[] = [];

  const shape = (node: Node): BlockShape => {
    const found = shapes.get(node) ?? shapeOf(node);
    shapes.set(node, found);
    return found;
  };
  const tell = (node: Node, index: number, element: globalThis.Node | null | undefined) => {
    const position = positions[index];
    if (!position) return;
    known.set(node, position);
    if (element) shown.get(element)?.(position);
  };
  const count = (view: EditorView) => {
    const { doc } = view.state;
    const elements = blockElements(view);
    positions = listPositions(doc.children.map(shape));
    doc.children.forEach((node, index) => {
      tell(node, index, elements[index]);
    });
  };
  const follow = (view: EditorView, before: Node) => {
    const { doc } = view.state;
    const { from, to, oldTo } = changedBlocks(before, doc);
    const old = before.children.slice(from, oldTo).map(shape);
    const now = doc.children.slice(from, to).map(shape);
    if (isOutsideLists(from === 0 ? undefined : shape(doc.child(from - 1)), old, now)) {
      positions = [...positions.slice(0, from), ...now.map(() => null), ...positions.slice(oldTo)];
      return;
    }
    if (!areCountedAlike(old, now)) return count(view);
    for (let index = from; index < to; index++) {
      if (positions[index]) tell(doc.child(index), index, view.nodeDOM(blockStart(doc, index)));
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
          count(view);
          return {
            update(updated, { doc }) {
              if (updated.state.doc !== doc) follow(updated, doc);
            },
          };
        },
      }),
  };
}

/** The blocks' elements in order: all of the text's children but those that decorations put between them. */
function blockElements(view: EditorView): readonly Element[] {
  return [...view.dom.children].filter((element) => !element.classList.contains("ProseMirror-widget"));
}

function areCountedAlike(some: readonly BlockShape[], others: readonly BlockShape[]): boolean {
  if (some.length !== others.length) return false;
  return some.every((a, index) => {
    const b = others[index];
    return a.list === b?.list && a.indent === b.indent && a.start === b.start && a.quote === b.quote;
  });
}
