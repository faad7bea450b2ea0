import { integer, line } from "../attribute.ts";
import { isQuireElement, readData, writeData } from "../data-attributes.ts";
import type { DomElement } from "../dom-element.ts";
import { flowPlace } from "../flow-dom.ts";
import type { NodeKind } from "../kind.ts";
import { maxIndent } from "../limits.ts";

const attributes = { id: line(64), indent: integer(1, maxIndent) };

/**
 * Blocks that can be folded away under the first of them. Whether they are is nobody's but the reader's: two people do
 * not fold each other's text.
 */
export const toggle = {
  name: "toggle",
  since: 2,
  attributes,
  spec: {
    group: "block",
    content: "block*",
    defining: true,
    parseDOM: [
      {
        tag: "details",
        getAttrs: (element: DomElement) =>
          isQuireElement(element, "toggle")
            ? readData(element, attributes)
            : { indent: flowPlace(element).indent },
      },
    ],
    toDOM: (node) => ["details", { ...writeData("toggle", attributes, node.attrs), open: "" }, 0],
  },
} satisfies NodeKind<"toggle">;
