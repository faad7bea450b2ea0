import type { Node } from "prosemirror-model";
import type { NodeView } from "prosemirror-view";

interface Frame {
  readonly dom: HTMLElement;
  readonly contentDOM: HTMLElement;
  /** What stands in the element beside the content, and acts for itself. */
  readonly controls: HTMLElement;
  /** Draws what the node says of itself. */
  show(node: Node): void;
  destroy?(): void;
}

/** A block drawn with something of the page's own around its content: what happens there changes nothing of the text. */
export function framedView(node: Node, { dom, contentDOM, controls, show, destroy }: Frame): NodeView {
  show(node);
  return {
    dom,
    contentDOM,
    ...(destroy && { destroy }),
    update(next) {
      if (next.type !== node.type) return false;
      show(next);
      return true;
    },
    stopEvent: ({ target }) =>
      target instanceof globalThis.Node && target !== controls && controls.contains(target),
    ignoreMutation: (mutation) => mutation.type !== "selection" && !contentDOM.contains(mutation.target),
  };
}
